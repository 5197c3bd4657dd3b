import { startFaultServer, type Answer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import type { SharedClient } from './client.ts';
import { asked, both, clientsAt, errorOf, gather, same } from './support.ts';

// The same program with both clients, against a server that does what no mock does.
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const sse = { 'content-type': 'text/event-stream' };
const json = { 'content-type': 'application/json' };
const whole = JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', refusal: null }, logprobs: null, finish_reason: 'stop' }] });
const stalled: Answer = { headers: json, body: [whole.slice(0, 20), { stall: true }] };

const streamed = (client: SharedClient) => client.chat.completions.create({ ...asked('hello'), stream: true });

describe('both clients', () => {
  it.each([false, true])('abort a call before it is made, and send nothing (stream: %s)', async (stream) => {
    await using server = await startFaultServer({ headers: json, body: whole });
    const seen = await same(clientsAt(server.url), async (client) => {
      const signal = AbortSignal.abort();
      const { status, code, type } = await errorOf(stream ? client.chat.completions.create({ ...asked('hello'), stream }, { signal }) : client.chat.completions.create(asked('hello'), { signal }));
      return { status, code, type };
    });
    expect(seen).toEqual({ status: undefined, code: undefined, type: undefined });
    expect(server.requests).toHaveLength(0);
  });

  it.each([false, true])('abort a call while it waits (stream: %s)', async (stream) => {
    await using server = await startFaultServer({ before: [{ stall: true }] });
    const { face } = await both(clientsAt(server.url), async (client) => {
      const at = performance.now();
      const signal = AbortSignal.timeout(40);
      const error = await errorOf(stream ? client.chat.completions.create({ ...asked('hello'), stream }, { signal }) : client.chat.completions.create(asked('hello'), { signal }));
      expect(performance.now() - at).toBeLessThan(2_000);
      return error;
    });
    expect(face).toMatchObject({ name: 'AbortError', kind: 'abort', status: undefined, headers: undefined });
  });

  it('wait no longer than they are told', async () => {
    await using server = await startFaultServer(stalled);
    const { real, face } = await both(clientsAt(server.url), (client) => errorOf(client.chat.completions.create(asked('hello'), { timeout: 60 })));
    expect(face).toMatchObject({ kind: 'timeout', status: undefined, code: undefined, requestID: undefined });
    expect(real).toMatchObject({ status: undefined });
  });

  it('wait for a stream to begin, not to end', async () => {
    const slow = [chunk({ role: 'assistant', content: 'a' }), { delayMs: 1_000 }, chunk({ content: 'b' }, 'stop'), 'data: [DONE]\n\n'];
    await using server = await startFaultServer({ headers: sse, body: slow });
    const seen = await same(clientsAt(server.url), async (client) => gather(await client.chat.completions.create({ ...asked('hello'), stream: true }, { timeout: 600 })));
    expect(seen.text).toBe('ab');
  });

  it('report where a request can be asked after, and when to come back', async () => {
    const headers = { ...json, 'x-request-id': 'req_7', 'retry-after': '3' };
    await using server = await startFaultServer({ status: 429, headers, body: '{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded","param":null}}' });
    const seen = await same(clientsAt(server.url), async (client) => {
      const error = await errorOf(client.chat.completions.create(asked('hello')));
      return { requestID: error.requestID, requestId: error.headers?.get('x-request-id'), wait: error.headers?.get('retry-after'), param: error.param };
    });
    expect(seen).toEqual({ requestID: 'req_7', requestId: 'req_7', wait: '3', param: null });
  });

  it('give the response with the data', async () => {
    await using server = await startFaultServer(({ body }) => {
      const headers = { 'x-request-id': 'req_8' };
      return body.includes('"stream":true')
        ? { headers: { ...sse, ...headers }, body: [chunk({ content: 'Hi' }, 'stop')] }
        : { headers: { ...json, ...headers }, body: whole };
    });
    const seen = await same(clientsAt(server.url), async (client) => {
      const answer = await client.chat.completions.create(asked('hello')).withResponse();
      const stream = await streamed(client).withResponse();
      const plain = (await client.chat.completions.create(asked('hello'))) as { _request_id?: string };
      const text = answer.data.choices[0]?.message.content;
      return [text, answer.response.status, answer.request_id, stream.request_id, (await gather(stream.data)).text, plain._request_id, Object.keys(plain).includes('_request_id')];
    });
    expect(seen.slice(0, 6)).toEqual(['Hi', 200, 'req_8', 'req_8', 'Hi', 'req_8']);
  });

  it('send the headers of a call', async () => {
    await using server = await startFaultServer({ headers: json, body: whole });
    await same(clientsAt(server.url), (client) => client.chat.completions.create(asked('hello'), { headers: { 'X-Tenant': 'a' } }).then(() => null));
    expect(server.requests.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'a']);
  });

  it('throw an error inside a stream, after what came before', async () => {
    const failing = [chunk({ role: 'assistant', content: 'a' }), 'data: {"error":{"message":"Overheated.","type":"server_error","code":"server_error","param":null}}\n\n'];
    await using server = await startFaultServer({ headers: sse, body: failing });
    const seen = await same(clientsAt(server.url), async (client) => {
      let text = '';
      const read = async () => {
        for await (const { choices } of await streamed(client)) text += choices[0]?.delta.content ?? '';
      };
      const error = await errorOf(read());
      return { text, code: error.code, type: error.type, told: error.message.includes('Overheated.') };
    });
    expect(seen).toEqual({ text: 'a', code: 'server_error', type: 'server_error', told: true });
  });

  it('give embeddings as numbers or as base64', async () => {
    await using server = await startFaultServer(({ body }) => {
      const embedding = body.includes('"base64"') ? 'AACAPgAAAL8=' : [0.25, -0.5];
      return { headers: json, body: JSON.stringify({ object: 'list', data: [{ object: 'embedding', index: 0, embedding }], model: 'e-2026', usage: { prompt_tokens: 2, total_tokens: 2 } }) };
    });
    const clients = clientsAt(server.url);
    const packed = await same(clients, (client) => client.embeddings.create({ model: 'e', input: 'hello', encoding_format: 'base64' }));
    expect(packed).toMatchObject({ data: [{ embedding: 'AACAPgAAAL8=' }], usage: { prompt_tokens: 2 } });
    const numbers = await same(clients, (client) => client.embeddings.create({ model: 'e', input: ['hello'], dimensions: 2 }));
    expect(numbers.data[0]?.embedding).toEqual([0.25, -0.5]);
  });

  it('have no status for a server that is not there', async () => {
    const server = await startFaultServer();
    await server.close();
    const seen = await same(clientsAt(server.url), async (client) => (await errorOf(client.chat.completions.create(asked('hello')))).status);
    expect(seen).toBeUndefined();
  });
});

describe('the face alone', () => {
  it('throws where an answer is cut, which the client takes for its end', async () => {
    await using server = await startFaultServer({ headers: sse, body: [chunk({ role: 'assistant', content: 'a' })] });
    const { face } = clientsAt(server.url);
    const error = await errorOf(streamed(face).then(gather));
    expect(error).toMatchObject({ name: 'OpenAIFaceError', kind: 'stream-interrupted', status: undefined, partial: { content: [{ type: 'text', text: 'a' }] } });
  });
});
