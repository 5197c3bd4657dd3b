import { APIError, createResult, type GenerateResult, type LanguageModel, type Provider, type StreamPart } from '@sdk/core';
import { asking, chatAnswer, chatChunk, comparableChatMessage, hello, readChatMessages } from '@sdk/testing/chat-completions';
import { describe, expect, it } from 'vitest';

interface Settings {
  apiKey?: string;
  baseUrl?: string;
  times?: number;
}

/** As much of Chat Completions as there is to ask about. */
function createTiny({ apiKey = '', baseUrl = '', times = 1 }: Settings): Provider {
  const send = async (body: object): Promise<Response> => {
    const request = () => fetch(`${baseUrl}/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${apiKey}` }, body: JSON.stringify(body) });
    for (let more = 1; more < times; more++) await request();
    const response = await request();
    if (!response.ok) throw new APIError(await response.text(), { provider: 'tiny', status: response.status });
    return response;
  };
  const finish = (modelId: string, text: string, requestId: string | null): GenerateResult =>
    createResult({ content: [{ type: 'text', text }], finishReason: 'stop', usage: {}, warnings: [{ kind: 'other', message: 'Tiny.' }], response: { provider: 'tiny', modelId, ...(requestId && { requestId }) }, timing: { totalMs: 0 } });
  const provider = (modelId: string): LanguageModel => ({
    provider: 'tiny',
    modelId,
    capabilities: {},
    async generate({ messages, seed }) {
      const response = await send({ model: modelId, messages, seed });
      const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
      return finish(modelId, choices[0]!.message.content, response.headers.get('x-request-id'));
    },
    async *stream({ messages }): AsyncGenerator<StreamPart> {
      const text = await (await send({ model: modelId, messages, stream: true })).text();
      const deltas = text.split('\n\n').filter(Boolean).map((event) => JSON.parse(event.slice('data: '.length)) as { choices: { delta: { content?: string } }[] });
      yield { type: 'start', warnings: [], response: { provider: 'tiny' } };
      yield { type: 'part', index: 0, part: { type: 'text', text: deltas.map(({ choices }) => choices[0]?.delta.content ?? '').join('') } };
      yield { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 0 } };
    },
  });
  const close = () => Promise.resolve();
  return Object.assign(provider, { id: 'tiny', close, [Symbol.asyncDispose]: close });
}

const { requestOf, readingOf, failureOf } = asking(createTiny, { apiKey: 'key-1', modelId: 'usual', basePath: '/v1' });

describe('asking a provider', () => {
  it('tells what goes over the wire, and what is warned of', async () => {
    const { headers, ...sent } = await requestOf('m', { seed: 5 });
    expect(sent).toEqual({ path: '/v1/chat/completions', body: { model: 'm', messages: hello, seed: 5 }, messages: hello, warnings: [{ kind: 'other', message: 'Tiny.' }] });
    expect(headers).toMatchObject({ authorization: 'Bearer key-1' });
    expect((await requestOf('m', {}, { apiKey: 'key-2' })).headers).toMatchObject({ authorization: 'Bearer key-2' });
  });

  it('does not overlook a second request', async () => {
    await expect(requestOf('m', {}, { times: 2 })).rejects.toThrow('One call sent 2 requests.');
  });

  it('reads an object and a text as whole answers, and a list as a stream', async () => {
    const answer = chatAnswer({ content: 'Grüße' });
    expect(await readingOf(answer, { headers: { 'x-request-id': 'r-1' } })).toMatchObject({ text: 'Grüße', response: { modelId: 'usual', requestId: 'r-1' } });
    expect(await readingOf(JSON.stringify(answer), { modelId: 'other' })).toMatchObject({ text: 'Grüße', response: { modelId: 'other' } });
    expect((await readingOf([chatChunk({ content: 'Grü' }), chatChunk({ content: 'ße' }, 'stop')])).text).toBe('Grüße');
  });

  it('gives the error of a status, with the body as it stands', async () => {
    expect(await failureOf(404, { error: 'gone' })).toMatchObject({ status: 404, message: '{"error":"gone"}' });
    expect(await failureOf(502, '<html>')).toMatchObject({ status: 502, message: '<html>' });
    await expect(failureOf(200, chatAnswer({ content: 'Fine' }))).rejects.toThrow('A status 200 was read as an answer.');
  });
});

describe('the messages of a request', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{ "a": 1 }' } };

  it('are read as ours', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const file = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } };
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }, image, { type: 'image_url', image_url: { url: 'https://a.example/b' } }, file, { type: 'input_audio', input_audio: { format: 'wav', data: 'UklG' } }] },
      { role: 'assistant', content: 'Wait.', reasoning_content: 'Hm', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'sun' },
    ];
    const own = { tiny: { own: true } };
    expect(readChatMessages(messages, own)).toEqual([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'file', mediaType: 'image/png', data: 'AAAA' },
          { type: 'file', mediaType: 'image/*', url: 'https://a.example/b' },
          { type: 'file', mediaType: 'application/pdf', data: 'AAAA', filename: 'a.pdf' },
          { type: 'file', mediaType: 'audio/wav', data: 'UklG' },
        ],
      },
      { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm', providerData: own }, { type: 'text', text: 'Wait.' }, { type: 'tool-call', toolCallId: 'c1', toolName: 'f', arguments: { a: 1 } }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: 'sun' }] },
    ]);
  });

  it('are not read where they are not known', () => {
    expect(() => readChatMessages([{ role: 'function', content: 'x' }])).toThrow(/"function"/);
    expect(() => readChatMessages([{ role: 'user', content: [{ type: 'video' }] }])).toThrow(/"video"/);
  });

  it('are equal when they say the same, and only then', () => {
    const spaced = { role: 'assistant', content: null, tool_calls: [call] };
    const terse = { role: 'assistant', tool_calls: [{ ...call, function: { name: 'f', arguments: '{"a":1}' } }] };
    expect(comparableChatMessage(spaced)).toEqual(comparableChatMessage(terse));
    expect(comparableChatMessage({ ...terse, content: 'Wait.' })).not.toEqual(comparableChatMessage(terse));
    expect(comparableChatMessage({ ...terse, tool_calls: [{ ...call, id: 'c2' }] })).not.toEqual(comparableChatMessage(spaced));
    expect(comparableChatMessage({ role: 'user', content: '' })).toEqual({ role: 'user', content: '' });
  });
});
