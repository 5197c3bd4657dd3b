import type { JSONObject, Warning } from '@sdk/core';
import { expect, it } from 'vitest';
import { createChatCodec, createEmbeddingCodec, createModelListCodec, dropFields, type AnswerReader, type ChatDialect } from '../src/index.ts';
import { chunk, decode, decodeStream, finished, plain } from './run-codec.ts';

function fail(message: string): never {
  throw new Error(message);
}

const encodeContext = { provider: 'acme', modelId: 'a/b', stream: false, warn: ({ message }: Warning) => fail(message), unsupported: fail, invalid: fail };
const decodeContext = { modelId: 'm', headers: {}, fail: (): never => fail('reported'), malformed: fail };

it('asks where the dialect says, for all models or by model', () => {
  const pathOf = (path?: ChatDialect['path']) =>
    createChatCodec({ ...plain, ...(path ? { path } : {}) }).encode({ messages: [{ role: 'user', content: 'x' }] }, encodeContext).path;
  expect(pathOf()).toBe('chat/completions');
  expect(pathOf('v2/chat')).toBe('v2/chat');
  expect(pathOf((modelId) => `of/${encodeURIComponent(modelId)}?v=1`)).toBe('of/a%2Fb?v=1');
  const embeddings = createEmbeddingCodec({ path: (modelId) => `embed/${modelId}` });
  expect(embeddings.encode({ values: ['x'] }, encodeContext).path).toBe('embed/a/b');
});

it('throws for a finish reason by which the vendor reports a failure, after what came with it', () => {
  const dialect = { ...plain, failures: { out_of_tea: 'There is no tea.' } };
  const failing = () => decodeStream([chunk({ content: 'x' }, 'out_of_tea')], dialect);
  expect(failing).toThrow('There is no tea.');
  expect(failing).toThrow('out_of_tea');
  expect(decodeStream([chunk({ content: 'x' }), finished('toString')], dialect).result).toMatchObject({ finishReason: 'other' });
});

it("lets a vendor's reader bring whole answers and chunks into form, and keep what it found as the result's", () => {
  const seen: unknown[] = [];
  const createAnswerReader = (): AnswerReader => ({
    readCompletion(completion) {
      const { x_tea: tea } = completion as JSONObject;
      if (tea === undefined) return completion;
      seen.push(tea);
      return { ...completion, usage: { prompt_tokens: 7 } };
    },
    read: (message) => message,
    end: () => ({ result: { tea: seen.length } }),
  });
  const dialect = { ...plain, wire: 'acme', hooks: { createAnswerReader } };
  const streamed = decodeStream([{ ...chunk({ content: 'x' }), x_tea: 1 }, finished()], dialect).result;
  expect(streamed).toMatchObject({ text: 'x', usage: { inputTokens: 7 }, providerData: { acme: { tea: 1 } } });
  const whole = decode({ x_tea: 2, choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] }, dialect);
  expect(whole).toMatchObject({ usage: { inputTokens: 7 }, providerData: { acme: { tea: 2 } } });
  expect(decodeStream([chunk({ content: 'x' }), finished()], plain).result).not.toHaveProperty('providerData');
});

it('tells the hooks that read an answer which model was asked, and the headers', () => {
  const asked: string[] = [];
  const createAnswerReader: NonNullable<ChatDialect['hooks']>['createAnswerReader'] = ({ modelId }) => {
    asked.push(modelId);
    return { read: (message) => message, end: () => ({}) };
  };
  const dialect: ChatDialect = { ...plain, hooks: { createAnswerReader, readUsage: (usage, _wire, { modelId, headers }) => ({ ...usage, raw: { modelId, headers } }) } };
  const read = decode({ choices: [{ message: { content: 'x' }, finish_reason: 'stop' }], usage: { prompt_tokens: 7 } }, dialect);
  expect(asked).toEqual(['m']);
  expect(read.usage).toEqual({ inputTokens: 7, raw: { modelId: 'm', headers: {} } });
  const embeddings = createEmbeddingCodec({ readUsage: (usage, _wire, { headers }) => ({ ...usage, costUsd: Number(headers['x-cost']) }) });
  const context = { ...decodeContext, headers: { 'x-cost': '3' } };
  expect(embeddings.decode({ data: [{ embedding: [1] }], usage: { prompt_tokens: 2 } }, context).usage).toMatchObject({ costUsd: 3 });
});

it('reads lists of models under either name, from where the vendor has them', () => {
  const codec = createModelListCodec(({ size }) => ({ maxOutputTokens: size as number }), 'all?v=1');
  expect(codec.path).toBe('all?v=1');
  for (const key of ['data', 'models']) {
    expect(codec.decode({ [key]: [{ id: 'a', size: 1 }] }, decodeContext)).toEqual({ models: [{ id: 'a', maxOutputTokens: 1, raw: { id: 'a', size: 1 } }] });
  }
  expect(() => codec.decode({ pages: [] }, decodeContext)).toThrow('no list');
});

it('drops fields, and warns of those that came from an option', () => {
  const warnings: Warning[] = [];
  const context = { ...encodeContext, warn: (warning: Warning) => void warnings.push(warning) };
  const body = { a: 0, b: 1, c: 2 };
  expect(dropFields(body, { a: 'optionA', b: undefined, z: 'optionZ' }, context)).toEqual({ c: 2 });
  expect(warnings).toMatchObject([{ kind: 'unsupported', option: 'optionA' }]);
  expect(body).toEqual({ a: 0, b: 1, c: 2 });
});
