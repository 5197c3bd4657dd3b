import { AbortError, ConfigurationError, SdkError, UnsupportedFeatureError } from '@sdk/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { syncEmbeddingModel, syncModel, syncProvider, type ProviderSource } from '../src/index.ts';
import { fixtureModel, keepThreads, MODELS, say, thrownBy } from './support.ts';

keepThreads();

describe('a synchronous model', () => {
  it('gives a whole answer without a promise', () => {
    const result = fixtureModel().generate(say('hello'));
    expect(result.text).toBe('You said: hello');
    expect(result).toMatchObject({ finishReason: 'stop', response: { provider: 'fixture', modelId: 'fixture-1' }, message: { role: 'assistant' } });
  });

  it('says who it is', () => {
    const model = fixtureModel();
    expect([model.provider, model.modelId, model.capabilities]).toEqual(['fixture', 'fixture-1', { tools: true }]);
  });

  it('counts tokens where the model does', () => {
    expect(fixtureModel().countTokens(say('x'))).toEqual({ inputTokens: 10 });
    expect(thrownBy(() => fixtureModel({ export: 'readyModel' }).countTokens(say('x')))).toBeInstanceOf(UnsupportedFeatureError);
  });

  it('is reached by every option but the signal', () => {
    const options = { ...say('tell'), maxTokens: 3, stopSequences: ['a'], headers: { 'x-a': null }, extraBody: { a: { b: [1] } }, timeouts: { idleMs: 5 } };
    const told = JSON.parse(fixtureModel().generate({ ...options, signal: new AbortController().signal }).text) as object;
    expect(told).toEqual(options);
  });

  it('takes bytes', () => {
    const data = new Uint8Array([1, 2, 255]);
    const [message] = say('tell').messages;
    const file = { role: 'user' as const, content: [{ type: 'file' as const, mediaType: 'image/png', data }] };
    const told = JSON.parse(fixtureModel().generate({ messages: [file, message as never] }).text) as { messages: [{ content: [{ data: object }] }] };
    expect(told.messages[0].content[0].data).toEqual({ 0: 1, 1: 2, 2: 255 });
  });

  it('takes the schemas of a library, for tools and for the answer', () => {
    const schema = z.object({ city: z.string() });
    const call = {
      ...say('tell'),
      tools: [{ name: 'weather', parameters: schema }, { type: 'provider' as const, name: 'search', args: { a: 1 } }],
      responseFormat: { type: 'json' as const, schema, name: 'place' },
    };
    const told = JSON.parse(fixtureModel().generate(call).text) as { tools: [{ parameters: object }, object]; responseFormat: { schema: object; name: string } };
    expect(told.tools[0].parameters).toMatchObject({ type: 'object', properties: { city: { type: 'string' } } });
    expect(told.tools[1]).toEqual({ type: 'provider', name: 'search', args: { a: 1 } });
    expect(told.responseFormat).toMatchObject({ name: 'place', schema: { properties: { city: { type: 'string' } } } });
    expect(call.tools[0]).toHaveProperty('parameters', schema);
  });

  it('refuses options that cannot be given to a thread, naming the place, and works on', () => {
    const model = fixtureModel();
    const error = thrownBy(() => model.generate({ ...say('x'), extraBody: { a: [1, () => 2] } as never }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('`options.extraBody.a[1]` is a function');
    expect(model.generate(say('hello')).text).toBe('You said: hello');
  });

  it('says so when an answer cannot be given to another thread', () => {
    const error = thrownBy(() => fixtureModel({ export: 'clumsyModel' }).generate(say('x')));
    expect(error).toBeInstanceOf(SdkError);
    expect(error.message).toContain('could not be cloned');
  });
});

describe('where a model comes from', () => {
  const text = (source: Parameters<typeof syncModel>[0]) => {
    using model = syncModel(source);
    return model.generate(say('hello')).text;
  };

  it.each([
    ['a URL', { module: MODELS, export: 'readyModel' }, 'Ready.'],
    ['the text of a URL', { module: MODELS.href, export: 'readyModel' }, 'Ready.'],
    ['an absolute path', { module: MODELS.pathname, export: 'readyModel' }, 'Ready.'],
    ['a path from a file', { module: './fixtures/models.ts', export: 'readyModel', from: import.meta.url }, 'Ready.'],
    ['a path from the working directory', { module: './test/fixtures/models.ts', export: 'readyModel' }, 'Ready.'],
    ['the default export, a function that takes its time', { module: MODELS, options: { a: [1, null] } }, '{"a":[1,null]}'],
    ['a factory of a provider', { module: MODELS, export: 'createFixture', modelId: 'm' }, 'You said: hello'],
    ['a ready provider', { module: MODELS, export: 'plainProvider', modelId: 'm' }, 'Ready.'],
  ])('may be %s', (_what, source, answer) => {
    expect(text(source)).toBe(answer);
  });

  it('may be a package, found from the file that asks', () => {
    const program = "export const made = { provider: 'x', modelId: 'y', capabilities: {}, generate: async () => ({ text: 'data' }) };";
    expect(text({ module: `data:text/javascript,${program}`, export: 'made' })).toBe('data');
    using provider = syncProvider({ module: '@sdk/provider-openai', export: 'createOpenAI', options: { apiKey: 'sk-test' }, from: import.meta.url });
    expect(provider('gpt-5').provider).toBe('openai');
  });

  const refused: [string, Partial<Parameters<typeof syncModel>[0]>, string][] = [
    ['a package that is not there', { module: 'no-such-package-at-all' }, 'no-such-package-at-all'],
    ['a module that throws', { module: new URL('./fixtures/throws-at-import.ts', import.meta.url) }, 'this module cannot even begin'],
    ['an export that is not there', { export: 'makeMagic' }, 'has no export `makeMagic`. It has: '],
    ['a factory that fails', { export: 'failingFactory' }, '`failingFactory` of file:'],
    ['a factory that fails later', { export: 'failingLater' }, '`failingLater` of file:'],
    ['a factory of something else', { export: 'wrongFactory' }, 'neither a provider nor a model'],
    ['a provider without a model id', { export: 'createFixture' }, '`modelId`'],
    ['a model with a model id', { export: 'makeModel', modelId: 'm' }, 'leave `modelId` out'],
    ['options for what is made already', { export: 'readyModel', options: {} }, 'takes no options'],
  ];

  it.each(refused)('cannot be %s: the first call says which', (_what, source, words) => {
    using model = syncModel({ module: MODELS, ...source });
    const error = thrownBy(() => model.generate(say('hello')));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(words);
  });

  it('says how to be found from one’s own file, when it was looked for from the working directory', () => {
    expect(thrownBy(() => fixtureModel({ module: 'no-such-package' }).generate(say('x'))).message).toContain('from: import.meta.url');
    expect(thrownBy(() => fixtureModel({ module: 'no-such-package', from: import.meta.url }).generate(say('x'))).message).not.toContain('from:');
  });

  class Transport {
    send(): void {}
  }
  const unfit: [string, Partial<ProviderSource>, string][] = [
    ['a key that is a function', { options: { apiKey: () => 'sk' } }, '`options.apiKey` is a function'],
    ['a function inside', { options: { a: [{ b: Symbol('s') }] } }, '`options.a[0].b` is a symbol'],
    ['an object with methods', { options: { transport: new Transport() } }, '`options.transport` is an object of the class Transport'],
    ['no module', { module: '' }, '`module`'],
    ['a module that is an object', { module: {} as URL }, '`module`'],
    ['a limit that is none', { timeoutMs: 0 }, '`timeoutMs`'],
    ['a limit that is no number', { timeoutMs: NaN }, '`timeoutMs`'],
    ['a heap of nothing', { maxHeapMb: -1 }, '`maxHeapMb`'],
  ];

  it.each(unfit)('is refused before anything starts with %s', (_what, source, words) => {
    for (const make of [syncModel, syncProvider, syncEmbeddingModel]) {
      const error = thrownBy(() => make({ module: MODELS, export: 'makeModel', ...source }));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain(words);
    }
  });

  it('says what to do about a key that is a function', () => {
    expect(thrownBy(() => syncProvider({ module: 'x', options: { apiKey: async () => 'sk' } })).message).toMatch(/environment variable.*export of your own/);
  });

  it('may have options that are circular, or bytes, or dates', () => {
    const options = { when: new Date(0), bytes: new Uint8Array([1]), again: null as unknown };
    options.again = [options.bytes];
    expect(text({ module: MODELS, options })).toContain('1970-01-01');
    const circular: { self?: object } = {};
    circular.self = circular;
    expect(thrownBy(() => text({ module: MODELS, options: circular })).message).toContain('circular');
  });
});

describe('embedding, listing', () => {
  it('embeds', () => {
    using model = syncEmbeddingModel({ module: MODELS, export: 'createFixture', modelId: 'e-1' });
    const { embeddings } = model.embed({ values: ['a', 'b'], signal: new AbortController().signal });
    expect(embeddings).toHaveLength(2);
    expect([model.provider, model.modelId]).toEqual(['scripted', 'e-1']);
  });

  it('gives models by name, and lists them', () => {
    const provider = syncProvider({ module: MODELS, export: 'createFixture' });
    onTestFinished(() => provider.close());
    expect(provider('m-1').generate(say('hello')).text).toBe('You said: hello');
    expect(provider('m-2').modelId).toBe('m-2');
    expect(provider.embeddingModel('e').embed({ values: ['a'] }).embeddings).toHaveLength(1);
    expect(provider.listModels()).toEqual([{ id: 'fixture-1', raw: null }]);
  });

  it('does neither with a signal that has fired', () => {
    using provider = syncProvider({ module: MODELS, export: 'createFixture' });
    const signal = AbortSignal.abort();
    expect(thrownBy(() => provider.embeddingModel('e').embed({ values: ['a'], signal }))).toBeInstanceOf(AbortError);
    expect(thrownBy(() => provider.listModels({ signal }))).toBeInstanceOf(AbortError);
  });

  it('says when a provider can do neither', () => {
    using provider = syncProvider({ module: MODELS, export: 'plainProvider' });
    expect(thrownBy(() => provider.listModels())).toBeInstanceOf(UnsupportedFeatureError);
    expect(thrownBy(() => provider.embeddingModel('e').embed({ values: ['a'] }))).toBeInstanceOf(UnsupportedFeatureError);
    using model = syncEmbeddingModel({ module: MODELS, export: 'readyModel' });
    expect(thrownBy(() => model.embed({ values: ['a'] }))).toBeInstanceOf(UnsupportedFeatureError);
  });
});
