import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { collect, errorToJSON, StreamInterruptedError, wrapModel, type CallOptions, type StreamPart } from '@sdk/core';
import { scriptedModel, type ScriptedAnswer, type ScriptStep } from '@sdk/testing';
import { checkParts } from '@sdk/testing/conformance';
import { withRetry } from '../src/index.ts';
import { CALL, exact, outcome, rateLimit, server, ways } from './support.ts';

const ANSWERS: [string, ScriptedAnswer][] = [
  ['text', { content: 'Grüße, 漢字 🙂!', usage: { outputTokens: 4 } }],
  ['nothing', {}],
  ['thoughts and calls', { content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'See:' }, { type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: { a: [1] } }] }],
  ['a call that is no JSON', { content: [{ type: 'tool-call', toolCallId: '2', toolName: 'f', invalid: '{"a' }] }],
  ['hidden thoughts', { content: [{ type: 'reasoning', text: '', providerData: { x: { signature: 's' } } }, { type: 'text', text: 'Yes.' }] }],
];

/** The answer, after so many failures. */
const after = (failures: number, answer: ScriptedAnswer): ScriptStep => (_call, index) => (index % (failures + 1) < failures ? rateLimit() : answer);

describe.each([0, 1, 3])('after %i failures', (failures) => {
  describe.each(ANSWERS)('%s', (_name, answer) => {
    const model = () => withRetry(scriptedModel(after(failures, answer), { chunking: 3 }), exact({ budget: false }));

    it('laws 1 and 4: one start, one finish, deltas that add up', async () => {
      const { parts, error } = await outcome(model().stream(CALL));
      expect(error).toBeUndefined();
      checkParts(parts);
    });

    it('law 2: generate and stream give the same answer, that of the model inside', async () => {
      const plain = await scriptedModel(answer).generate(CALL);
      for (const result of [await model().generate(CALL), await collect(model().stream(CALL))]) {
        expect(result.content).toEqual(plain.content);
        expect([result.finishReason, result.usage, result.message]).toEqual([plain.finishReason, plain.usage, plain.message]);
        expect(result.attempts).toHaveLength(failures + 1);
      }
    });

    it('law 3: the conversation goes on with the message of the result, every attempt being sent the same', async () => {
      const inner = scriptedModel(after(failures, answer));
      const wrapped = withRetry(inner, exact({ budget: false }));
      const { message } = await wrapped.generate(CALL);
      const next: CallOptions = { ...CALL, messages: [...CALL.messages, message], extraBody: { a: 1 }, providerData: { x: 1 } };
      await wrapped.generate(next);
      const sent = inner.calls.slice(failures + 1);
      expect(sent).toHaveLength(failures + 1);
      for (const call of sent) expect(call).toEqual(next);
    });
  });
});

describe.each(ways)('%s', (name, fail) => {
  it('law 1: exactly one error, also when the last attempt is cut', async () => {
    const cut = new StreamInterruptedError('cut', { provider: 'scripted', retryable: true, partial: { content: [] } });
    const model = withRetry(scriptedModel([server(), { content: name === 'stream' ? 'Hel' : [], error: cut }]), exact({ maxRetries: 1 }));
    expect(await fail(model)).toBe(cut);
  });

  it('law 9: no prompt, header or text of another error in what is thrown', async () => {
    const secrets = ['the vault opens at 7391', 'sk-secret-4711'];
    const call: CallOptions = { messages: [{ role: 'user', content: secrets[0]! }], headers: { authorization: secrets[1]! }, metadata: { a: secrets[1]! } };
    const echo = () => Object.assign(server(), { message: `echo: ${secrets.join(' ')}` });
    const script: ScriptStep = (_call, index) => (index < 2 ? echo() : rateLimit(90_000));
    const error = await fail(withRetry(scriptedModel(script), exact()), call);
    expect(error.attempts).toHaveLength(3);
    for (const form of [error.message, error.stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), JSON.stringify(errorToJSON(error))]) {
      for (const secret of secrets) expect(form).not.toContain(secret);
    }
  });
});

it('law 14: parts, finish reasons and fields that came later are passed on', async () => {
  const later = { type: 'later', index: 0, x: 1 } as unknown as StreamPart;
  const start = { type: 'start', warnings: [], response: { provider: 'x' }, x: 2 } as StreamPart;
  const finish = { type: 'finish', finishReason: 'later', usage: {}, timing: { totalMs: 1 }, x: 3 } as StreamPart;
  const model = wrapModel(scriptedModel('x'), {
    async *stream() {
      yield* [start, later, finish];
    },
    generate: async () => ({ ...(await scriptedModel('x').generate(CALL)), x: 4 }),
  });
  const { parts } = await outcome(withRetry(model, exact()).stream(CALL));
  expect(parts).toMatchObject([start, later, finish]);
  expect(await withRetry(model, exact()).generate(CALL)).toMatchObject({ x: 4 });
});

it('results, parts and errors are plain data', async () => {
  const model = () => withRetry(scriptedModel([rateLimit(), 'Hello!']), exact());
  const result = await model().generate(CALL);
  expect(JSON.parse(JSON.stringify(structuredClone(result)))).toEqual(result);
  const { parts } = await outcome(model().stream(CALL));
  expect(JSON.parse(JSON.stringify(structuredClone(parts)))).toEqual(parts);
});
