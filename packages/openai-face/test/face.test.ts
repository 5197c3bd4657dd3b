import { errorToJSON, RateLimitError, SdkError, type Warning } from '@sdk/core';
import { scriptedEmbeddingModel, scriptedModel, type ScriptedModel } from '@sdk/testing';
import { describe, expect, it, vi } from 'vitest';
import { OpenAIFaceError, toOpenAI, type ChatCompletionParams, type FaceOptions } from '../src/index.ts';
import { ask, ended, hello, modelOf, streamOf } from './models.ts';
import { errorOf, gather } from './support.ts';

describe('a call', () => {
  it('hands over options, signal, limits on time and headers', async () => {
    const model = scriptedModel('a');
    const { signal } = new AbortController();
    const params = { ...hello, temperature: 0.5, tools: [{ type: 'function' as const, function: { name: 'f' } }] };
    await toOpenAI(model).chat.completions.create(params, { signal, timeout: 5_000, headers: { 'X-A': 'b', 'x-b': null } });
    expect(model.calls[0]).toEqual({
      messages: hello.messages,
      temperature: 0.5,
      tools: [{ name: 'f', parameters: { type: 'object', properties: {} } }],
      signal,
      timeouts: { firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 },
      headers: { 'X-A': 'b', 'x-b': null },
    });
  });

  it('takes headers in every form', async () => {
    const model = scriptedModel('a');
    for (const headers of [new Headers({ 'X-A': 'b' }), [['x-a', 'b']] as const]) await toOpenAI(model).chat.completions.create({ ...hello, stream: false }, { headers });
    expect(model.calls.map(({ headers }) => headers)).toEqual([{ 'x-a': 'b' }, { 'x-a': 'b' }]);
  });

  it('limits the time to the first byte of a stream only', async () => {
    const model = scriptedModel('a');
    await gather(await toOpenAI(model).chat.completions.create({ ...hello, stream: true }, { timeout: 5_000 }));
    expect(model.calls[0]).toMatchObject({ timeouts: { firstByteMs: 5_000 } });
    expect(Object.keys(model.calls[0]?.timeouts ?? {})).toEqual(['firstByteMs']);
  });

  it.each([false, true])('tells what was left out, and sends it if told to (stream: %s)', async (stream) => {
    const script: Warning = { kind: 'unsupported', option: 'seed', message: 'no seed' };
    const run = async (model: ScriptedModel, options: FaceOptions) => {
      const created = toOpenAI(model, options).chat.completions.create({ ...hello, verbosity: 'low', stream });
      const answer = await created;
      if (Symbol.asyncIterator in answer) await gather(answer);
      return model.calls[0]?.extraBody;
    };
    const warnings: [string | undefined, string][] = [];
    const onWarning = ({ option }: Warning, model: string) => void warnings.push([option, model]);
    expect(await run(scriptedModel({ content: 'a', warnings: [script] }), { onWarning })).toBeUndefined();
    expect(warnings.splice(0)).toEqual([['verbosity', 'm'], ['seed', 'm']]);
    expect(await run(scriptedModel('a'), { onWarning, forwardUnread: true })).toEqual({ verbosity: 'low' });
    expect(warnings).toEqual([]);
  });

  it('tells what embeddings could not honour', async () => {
    const warnings: Warning[] = [];
    const model = scriptedEmbeddingModel();
    const warned: typeof model = { ...model, embed: async (call) => ({ ...(await model.embed(call)), warnings: [{ kind: 'other', message: 'careful' }] }) };
    await toOpenAI({ e: warned }, { onWarning: (warning) => void warnings.push(warning) }).embeddings.create({ model: 'e', input: 'a' }, { signal: new AbortController().signal, timeout: 7 });
    expect(warnings).toMatchObject([{ message: 'careful' }]);
    expect(model.calls[0]).toMatchObject({ values: ['a'], timeouts: { totalMs: 7 }, signal: expect.any(AbortSignal) as AbortSignal });
  });

  it('names itself, the time and the vendor where they do', async () => {
    const seconds = () => Math.floor(Date.now() / 1000);
    const at = seconds();
    const one = await ask(scriptedModel({ content: 'a', response: { id: 'vendor-1', modelId: 'm-2026', requestId: 'req_1' } }));
    expect(one).toMatchObject({ id: 'vendor-1', model: 'm-2026', _request_id: 'req_1' });
    expect(one.created).toBeGreaterThanOrEqual(at);
    expect(one.created).toBeLessThanOrEqual(seconds());
    const two = await ask(scriptedModel({ content: 'a', response: { id: undefined as never } }));
    expect(two.id).toMatch(/^chatcmpl-[0-9a-f]{32}$/);
  });

  it('gives thoughts, and answers functions in the old form', async () => {
    const model = scriptedModel({ content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'tool-call', toolName: 'f', arguments: { a: 1 } }] });
    const params = { functions: [{ name: 'f' }] };
    const { choices } = await ask(model, params);
    expect(choices[0]).toMatchObject({ finish_reason: 'function_call', message: { reasoning_content: 'Hm.', function_call: { name: 'f', arguments: '{"a":1}' } } });
    const chunks = await Array.fromAsync(await streamOf(model, params));
    expect(chunks.map(({ choices: [choice] }) => choice?.delta.function_call?.name).filter(Boolean)).toEqual(['f']);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('function_call');
  });

  it('keeps the calls that a vendor runs itself to itself', async () => {
    const model = scriptedModel({ content: [{ type: 'tool-call', toolName: 'web_search', arguments: { q: 'x' }, providerExecuted: true }, { type: 'text', text: 'Found.' }] });
    expect(await gather(await streamOf(model))).toMatchObject({ text: 'Found.', calls: [], finish: ['stop'] });
  });
});

describe('an error', () => {
  it('names the field of a bad request, and asks nobody', async () => {
    const model = scriptedModel('a');
    const bad: Partial<ChatCompletionParams>[] = [{ n: 2 }, { messages: [] }];
    for (const params of bad) {
      const [param] = Object.keys(params);
      for (const error of [await errorOf(ask(model, params)), await errorOf(streamOf(model, params))]) {
        expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param, requestID: null, kind: 'invalid-request' });
      }
    }
    expect(model.calls).toEqual([]);
    expect(await errorOf(toOpenAI({}).embeddings.create({ model: 'e', input: [1] }))).toMatchObject({ status: 400, param: 'input' });
  });

  it('is an SdkError, with the one that was thrown as its cause', async () => {
    const cause = new RateLimitError('Slow down.', { provider: 'acme', status: 429, code: 'slow_down', requestId: 'req_1', retryAfterMs: 1_500 });
    const error = await errorOf(ask(scriptedModel(cause)));
    expect(error).toBeInstanceOf(OpenAIFaceError);
    expect(error).toBeInstanceOf(SdkError);
    expect(error.cause).toBe(cause);
    expect(error).toMatchObject({
      name: 'OpenAIFaceError',
      kind: 'rate-limit',
      message: 'Slow down.',
      status: 429,
      code: 'slow_down',
      type: 'rate_limit_error',
      param: null,
      requestID: 'req_1',
      error: { message: 'Slow down.', type: 'rate_limit_error', code: 'slow_down', param: null },
    });
    expect([...(error.headers ?? [])]).toEqual([['retry-after', '2'], ['retry-after-ms', '1500'], ['x-request-id', 'req_1']]);
    expect(errorToJSON(error as unknown as SdkError)).toMatchObject({ kind: 'rate-limit', status: 429, code: 'slow_down' });
  });

  it('comes from the loop where it comes late, with what came before', async () => {
    const late = scriptedModel({ content: 'a b c', error: new RateLimitError('Slow down.', { provider: 'acme', status: 429, partial: { content: [{ type: 'text', text: 'a b c' }] } }) });
    const stream = await streamOf(late);
    const error = await errorOf(gather(stream));
    expect(error).toMatchObject({ status: 429, partial: { content: [{ text: 'a b c' }] } });
  });

  it('comes from create where a stream cannot begin', async () => {
    expect(await errorOf(streamOf(scriptedModel(new RateLimitError('no', { provider: 'acme', status: 429 }))))).toMatchObject({ status: 429 });
    expect(await errorOf(streamOf(modelOf([], ended)))).toMatchObject({ kind: 'stream-interrupted' });
  });

  it('leaves what is no SdkError as it is', async () => {
    const bug = new TypeError('a bug');
    expect(await errorOf(ask({ ...scriptedModel('a'), generate: () => Promise.reject(bug) }))).toBe(bug);
  });

  it('is rejected once, also beside withResponse()', async () => {
    const rejections = vi.fn();
    process.on('unhandledRejection', rejections);
    const error = await errorOf(ask(scriptedModel(new RateLimitError('no', { provider: 'acme', status: 429 }))).withResponse());
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', rejections);
    expect(error).toMatchObject({ status: 429 });
    expect(rejections).not.toHaveBeenCalled();
  });
});
