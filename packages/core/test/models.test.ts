import { describe, expect, it, vi } from 'vitest';
import {
  ConfigurationError,
  createRegistry,
  mergeJSON,
  toJSON,
  withDefaults,
  wrapModel,
  type CallOptions,
  type LanguageModel,
  type Provider,
} from '../src/index.ts';

function fakeModel(modelId: string, seen: CallOptions[] = []): LanguageModel {
  return {
    provider: 'acme',
    modelId,
    capabilities: {},
    generate: (options) => {
      seen.push(options);
      return Promise.reject(new Error('not answered'));
    },
    stream: (options) => {
      seen.push(options);
      return (async function* () {})();
    },
  };
}

const acme = Object.assign((modelId: string) => fakeModel(modelId), {
  id: 'acme',
  close: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}) satisfies Provider;

describe('a registry', () => {
  const registry = createRegistry({ acme, 'acme-eu': acme });

  it('splits at the first slash', () => {
    expect(registry.model('acme/library/qwen3:8b')).toMatchObject({ modelId: 'library/qwen3:8b' });
    expect(registry.names).toEqual(['acme', 'acme-eu']);
  });

  it.each([
    ['nobody/m', /Unknown provider "nobody". Registered: acme, acme-eu/],
    ['toString/m', /Unknown provider/],
    ['acme', /Expected "provider\/model"/],
    ['acme/', /Expected/],
    ['/m', /Expected/],
  ])('refuses %s', (id, message) => {
    expect(() => registry.model(id)).toThrow(ConfigurationError);
    expect(() => registry.model(id)).toThrow(message);
  });

  it('says when a provider has no embedding models', () => {
    expect(() => registry.embeddingModel('acme/m')).toThrow(/"acme" has no embedding models/);
  });
});

describe('wrapModel', () => {
  it('forwards what is not overridden, with the right this, also what comes later', () => {
    class Inner {
      #secret = 'inner';
      readonly provider: string = 'acme';
      reveal() {
        return this.#secret;
      }
    }
    const inner = new Inner();
    const wrapped = wrapModel(inner, { provider: 'wrapped' });
    expect({ provider: wrapped.provider, secret: wrapped.reveal() }).toEqual({ provider: 'wrapped', secret: 'inner' });
    expect('reveal' in wrapped).toBe(true);
    Object.assign(inner, { later: () => 'later' });
    expect((wrapped as unknown as { later(): string }).later()).toBe('later');
  });
});

describe('withDefaults', () => {
  it('lets the call win, key by key where that makes sense', async () => {
    const seen: CallOptions[] = [];
    const model = withDefaults(fakeModel('m', seen), {
      temperature: 0.2,
      topP: 0.9,
      headers: { a: '1', b: '1' },
      timeouts: { idleMs: 1, totalMs: 1 },
      extraBody: { deep: { x: 1, y: 1 }, list: [1, 2] },
    });
    const messages = [{ role: 'user' as const, content: 'x' }];
    const options = { messages, temperature: 1, topP: undefined, headers: { b: '2' }, timeouts: { idleMs: 2 }, extraBody: { deep: { y: 2 }, list: [3] } };
    await model.generate(options).catch(() => {});
    void model.stream(options);
    expect(seen[0]).toEqual({
      messages,
      temperature: 1,
      topP: 0.9,
      headers: { a: '1', b: '2' },
      timeouts: { idleMs: 2, totalMs: 1 },
      extraBody: { deep: { x: 1, y: 2 }, list: [3] },
    });
    expect(seen[1]).toEqual(seen[0]);
  });

  it('counts tokens only where the model does', async () => {
    const countTokens = vi.fn(() => Promise.resolve({ inputTokens: 1 }));
    expect(withDefaults(fakeModel('m'), {}).countTokens).toBeUndefined();
    const counting = withDefaults({ ...fakeModel('m'), countTokens }, { temperature: 1 });
    await counting.countTokens?.({ messages: [] });
    expect(countTokens).toHaveBeenCalledWith({ messages: [], temperature: 1 });
  });
});

describe('mergeJSON', () => {
  it('merges objects, replaces the rest, removes by undefined, and changes neither side', () => {
    const base = { a: { b: 1, c: [1] }, d: 1, e: 1 };
    const over = { a: { c: [2], n: { x: 1 } }, d: undefined, e: { f: 1 } };
    expect(mergeJSON(base, over)).toEqual({ a: { b: 1, c: [2], n: { x: 1 } }, e: { f: 1 } });
    expect(base).toEqual({ a: { b: 1, c: [1] }, d: 1, e: 1 });
  });

  it('ignores __proto__', () => {
    const merged = mergeJSON({}, JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}') as never);
    expect(merged).toEqual({ a: {} });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((merged['a'] as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('toJSON', () => {
  it('makes base64 of bytes, Buffers too, and leaves the rest', () => {
    const file = (data: Uint8Array | string) => [{ role: 'user' as const, content: [{ type: 'file' as const, mediaType: 'image/png', data }] }];
    expect(toJSON(file(new Uint8Array([104, 105])))).toEqual(file('aGk='));
    expect(toJSON(file(Buffer.from('hi')))).toEqual(file('aGk='));
    expect(toJSON(file('aGk='))).toEqual(file('aGk='));
  });
});
