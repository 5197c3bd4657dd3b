import { createResult, type ContentPart, type GenerateResult, type StreamPart, type ToolCallPart, type Usage } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { createChunkWriter, writeCompletion, type ChatCompletionChunk, type ChunkWriterOptions } from '../../src/server/index.ts';
import { decodeStream } from '../run-codec.ts';

const identity = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'acme/m' };
const call: ToolCallPart = { type: 'tool-call', toolCallId: 'c1', toolName: 'f', arguments: { city: 'Zürich' } };
const own: ToolCallPart = { type: 'tool-call', toolCallId: 's1', toolName: 'web_search', arguments: { q: 'x' }, providerExecuted: true };
const image: ContentPart = { type: 'file', mediaType: 'image/png', data: 'iVBORw==' };

const resultOf = (content: ContentPart[], fields: Partial<GenerateResult> = {}): GenerateResult =>
  createResult({ content, finishReason: 'stop', usage: {}, warnings: [], response: { provider: 'acme' }, timing: { totalMs: 1 }, ...fields });
const messageOf = (...content: ContentPart[]) => writeCompletion(resultOf(content), identity).choices[0]?.message;

const refusal = (said: string, wire = 'acme'): ContentPart => ({ type: 'text', text: said, providerData: { [wire]: { refusal: true } } });
const start: StreamPart = { type: 'start', warnings: [], response: { provider: 'acme' } };
const finish = (finishReason = 'stop', usage: Usage = {}): StreamPart => ({ type: 'finish', finishReason, usage, timing: { totalMs: 1 } });
const whole = (index: number, part: ContentPart): StreamPart => ({ type: 'part', index, part });
const callStart = (index: number, { toolCallId, toolName }: ToolCallPart): StreamPart => ({ type: 'tool-call-start', index, toolCallId, toolName });
const text = (index: number, delta: string): StreamPart => ({ type: 'text-delta', index, delta });

function chunksOf(parts: StreamPart[], options: Partial<ChunkWriterOptions> = {}): ChatCompletionChunk[] {
  const writer = createChunkWriter({ ...identity, ...options });
  return parts.flatMap((part) => writer.write(part));
}
const deltasOf = (parts: StreamPart[], options?: Partial<ChunkWriterOptions>) =>
  chunksOf(parts, options).map(({ choices }) => choices[0]?.delta);
const ROLE = { role: 'assistant', content: '', refusal: null };

describe('a whole answer', () => {
  it('has every field that clients expect', () => {
    expect(writeCompletion(resultOf([{ type: 'text', text: 'Hi' }]), identity)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'acme/m',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', refusal: null }, finish_reason: 'stop', logprobs: null }],
    });
  });

  it('has content null where there are only calls, and empty content where there is nothing', () => {
    expect(messageOf(call)).toMatchObject({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"city":"Zürich"}' } }] });
    expect(messageOf()).toEqual({ role: 'assistant', content: '', refusal: null });
  });

  it('has what the model refused with as refusal', () => {
    const said = resultOf([{ type: 'text', text: 'Hm. ' }, refusal('No.')], { finishReason: 'content-filter' });
    expect(writeCompletion(said, identity).choices[0]).toMatchObject({ message: { content: 'Hm. ', refusal: 'No.' }, finish_reason: 'stop' });
    expect(messageOf(refusal('No.'))).toEqual({ role: 'assistant', content: null, refusal: 'No.' });
    expect(writeCompletion(resultOf([{ type: 'text', text: 'a' }], { finishReason: 'content-filter' }), identity).choices[0]).toMatchObject({ message: { content: 'a', refusal: null }, finish_reason: 'content_filter' });
  });

  it('keeps arguments that are no JSON as the model wrote them', () => {
    expect(messageOf({ ...call, arguments: {}, invalid: '{"city"' })?.tool_calls?.[0]?.function.arguments).toBe('{"city"');
  });

  it('leaves out what the wire has no place for', () => {
    const parts: ContentPart[] = [own, { type: 'tool-result', toolCallId: 's1', result: 1, providerExecuted: true }, { type: 'opaque', name: 'x' }, { type: 'file', mediaType: 'audio/wav', data: 'UklG' }, { type: 'reasoning', text: '' }];
    expect(messageOf(...parts, { type: 'text', text: 'a' })).toEqual({ role: 'assistant', content: 'a', refusal: null });
  });

  it('joins text, and points sources into the whole of it', () => {
    const message = messageOf(
      { type: 'text', text: 'one ' },
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'two' },
      { type: 'source', url: 'https://a.example', title: 'A', text: 'quote', of: 2, start: 0, end: 3 },
      { type: 'source', of: 2 },
    );
    expect(message).toMatchObject({ content: 'one two', reasoning_content: 'Hm.' });
    expect(message?.annotations).toEqual([
      { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A', content: 'quote', start_index: 4, end_index: 7 } },
      { type: 'url_citation', url_citation: { url: '', title: '', start_index: 0, end_index: 0 } },
    ]);
  });

  it('shows images', () => {
    expect(messageOf(image, { type: 'file', mediaType: 'image/*', url: 'https://a.example/b' })?.images).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
      { type: 'image_url', image_url: { url: 'https://a.example/b' } },
    ]);
  });

  it('shows probabilities', () => {
    const { choices } = writeCompletion(
      resultOf([{ type: 'text', text: 'ab', logprobs: [{ token: 'a', logprob: -1, bytes: [97], top: [{ token: 'x', logprob: -2 }] }, { token: 'b', logprob: -3 }] }]),
      identity,
    );
    expect(choices[0]?.logprobs).toEqual({
      content: [
        { token: 'a', logprob: -1, bytes: [97], top_logprobs: [{ token: 'x', logprob: -2, bytes: null }] },
        { token: 'b', logprob: -3, bytes: null, top_logprobs: [] },
      ],
      refusal: null,
    });
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool-calls', 'tool_calls'],
    ['content-filter', 'content_filter'],
    ['pause', 'length'],
    ['error', 'length'],
    ['other', 'stop'],
    ['constructor', 'stop'],
  ])('calls the finish reason %s %s', (finishReason, written) => {
    expect(writeCompletion(resultOf([], { finishReason }), identity).choices[0]?.finish_reason).toBe(written);
    expect(chunksOf([start, finish(finishReason)]).at(-1)?.choices[0]?.finish_reason).toBe(written);
  });

  it.each<[Usage, object | undefined]>([
    [{}, undefined],
    [{ reasoningTokens: 3, raw: {} }, undefined],
    [{ inputTokens: 3, outputTokens: 4 }, { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }],
    [{ outputTokens: 4 }, { prompt_tokens: 0, completion_tokens: 4, total_tokens: 4 }],
    [{ totalTokens: 9 }, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 9 }],
    [
      { inputTokens: 3, cachedInputTokens: 2, outputTokens: 4, reasoningTokens: 1, totalTokens: 8, costUsd: 0.5 },
      { prompt_tokens: 3, completion_tokens: 4, total_tokens: 8, prompt_tokens_details: { cached_tokens: 2 }, completion_tokens_details: { reasoning_tokens: 1 }, cost: 0.5 },
    ],
    [{ inputTokens: 3, cacheWriteTokens: 0 }, { prompt_tokens: 3, completion_tokens: 0, total_tokens: 3, prompt_tokens_details: { cache_write_tokens: 0 } }],
  ])('writes the usage %j', (usage, written) => {
    expect(writeCompletion(resultOf([], { usage }), identity).usage).toEqual(written);
  });

  it('uses the old form for a request of the old form', () => {
    const completion = writeCompletion(resultOf([call], { finishReason: 'tool-calls' }), { ...identity, legacyFunctions: true });
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'function_call', message: { content: null, function_call: { name: 'f', arguments: '{"city":"Zürich"}' } } });
    expect(completion.choices[0]?.message).not.toHaveProperty('tool_calls');
  });
});

describe('chunks', () => {
  it('has what the model refuses with as refusal, as it comes', () => {
    const { providerData } = refusal('');
    const refusing = (delta: string): StreamPart => ({ type: 'text-delta', index: 5, delta, ...(providerData ? { providerData } : {}) });
    const chunks = chunksOf([start, text(4, 'Hm. '), refusing('N'), refusing('o.'), whole(4, { type: 'text', text: 'Hm. ' }), whole(5, refusal('No.')), finish('content-filter')]);
    expect(chunks.map(({ choices }) => [choices[0]?.delta, choices[0]?.finish_reason])).toEqual([[ROLE, null], [{ content: 'Hm. ' }, null], [{ refusal: 'N' }, null], [{ refusal: 'o.' }, null], [{}, 'stop']]);
  });

  it('has a refusal that comes whole', () => {
    expect(chunksOf([start, whole(0, refusal('No.')), finish('content-filter')]).map(({ choices }) => choices[0]?.delta)).toEqual([ROLE, { refusal: 'No.' }, {}]);
  });

  it('that was not known to be a refusal in time stays a content that was filtered', () => {
    const chunks = chunksOf([start, text(0, 'No.'), whole(0, refusal('No.')), finish('content-filter')]);
    expect(chunks.map(({ choices }) => [choices[0]?.delta, choices[0]?.finish_reason])).toEqual([[ROLE, null], [{ content: 'No.' }, null], [{}, 'content_filter']]);
  });

  it('begin with the role and end with the finish reason', () => {
    const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'acme/m' };
    const chunk = (delta: object, finish_reason: string | null = null) => ({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
    expect(chunksOf([start, text(0, 'Hi'), whole(0, { type: 'text', text: 'Hi' }), finish()])).toEqual([chunk(ROLE), chunk({ content: 'Hi' }), chunk({}, 'stop')]);
  });

  it('begin with the role also where a stream forgot its start', () => {
    expect(deltasOf([text(0, 'Hi')])).toEqual([ROLE, { content: 'Hi' }]);
    expect(deltasOf([finish()])).toEqual([ROLE, {}]);
    expect(deltasOf([start, start])).toEqual([ROLE]);
  });

  it('carry the usage in a last one, if it was asked for and reported', () => {
    const counted = finish('stop', { inputTokens: 3, outputTokens: 4 });
    const asked = chunksOf([start, counted], { includeUsage: true });
    expect(asked.map(({ usage }) => usage)).toEqual([null, null, { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }]);
    expect(asked.at(-1)?.choices).toEqual([]);
    expect(chunksOf([start, counted]).every((chunk) => !('usage' in chunk))).toBe(true);
    expect(chunksOf([start, finish()], { includeUsage: true })).toHaveLength(2);
  });

  it('number the calls, name them first, and never leave their arguments empty', () => {
    const second = { ...call, toolCallId: 'c2', arguments: {} };
    const parts = [start, callStart(4, call), { type: 'tool-call-delta', index: 4, delta: '{"city":"Zürich"}' } as const, callStart(7, second), whole(4, call), whole(7, second)];
    expect(deltasOf(parts).slice(1)).toEqual([
      { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":"Zürich"}' } }] },
      { tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '{}' } }] },
    ]);
  });

  it('hold what comes whole', () => {
    const parts = [start, whole(0, { type: 'reasoning', text: 'Hm.' }), whole(1, { type: 'text', text: 'Hi' }), whole(2, call), whole(3, { ...call, toolCallId: 'c2', arguments: {}, invalid: '{' }), whole(4, image), whole(5, { type: 'opaque', name: 'x' })];
    expect(deltasOf(parts).slice(1)).toEqual([
      { reasoning_content: 'Hm.' },
      { content: 'Hi' },
      { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{"city":"Zürich"}' } }] },
      { tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'f', arguments: '{' } }] },
      { images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }] },
    ]);
  });

  it('say nothing of hidden thoughts, empty deltas and parts of later versions', () => {
    const parts = [start, { type: 'reasoning-delta', index: 0, delta: '' }, whole(0, { type: 'reasoning', text: '' }), text(1, ''), { type: 'tool-call-delta', index: 9, delta: 'x' }, { type: 'later' }] as StreamPart[];
    expect(deltasOf(parts)).toEqual([ROLE]);
  });

  it('leave out calls that the vendor runs itself, if the tools are known', () => {
    const tools = [{ name: 'f', parameters: {} }, { type: 'provider' as const, name: 'web_search', args: {} }];
    const delta = { type: 'tool-call-delta', index: 0, delta: '{"q":"x"}' } as const;
    expect(deltasOf([start, callStart(0, own), delta, whole(0, own)], { tools })).toEqual([ROLE]);
    expect(deltasOf([start, whole(0, own)])).toEqual([ROLE]);
    // A function that was never offered is the model's mistake, and the client's to see.
    const invented = { ...call, toolName: 'invented' };
    expect(deltasOf([start, callStart(0, invented), delta, whole(0, invented)], { tools })).toEqual([
      ROLE,
      { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'invented', arguments: '{"city":"Zürich"}' } }] },
    ]);
    expect(deltasOf([start, callStart(0, call)], { tools })).toHaveLength(2);
  });

  it('point sources into the whole of the text', () => {
    const parts = [start, text(3, 'one '), whole(3, { type: 'text', text: 'one ' }), whole(4, { type: 'opaque', name: 'x' }), text(8, 'tw'), { type: 'reasoning-delta', index: 5, delta: 'Hm.' } as const, text(8, 'o'), whole(5, { type: 'reasoning', text: 'Hm.' }), whole(8, { type: 'text', text: 'two' })];
    const source: ContentPart = { type: 'source', url: 'https://a.example', of: 3, start: 0, end: 3 };
    expect(deltasOf([...parts, whole(9, source)]).at(-1)).toEqual({ annotations: [{ type: 'url_citation', url_citation: { url: 'https://a.example', title: '', start_index: 4, end_index: 7 } }] });
  });

  it('carry probabilities, which our own decoder reads back', () => {
    const logprobs = [{ token: 'Hi', logprob: -1, bytes: [72, 105], top: [{ token: 'Ho', logprob: -2 }] }];
    const part: ContentPart = { type: 'text', text: 'Hi', logprobs };
    expect(decodeStream(chunksOf([start, text(0, 'Hi'), whole(0, part), finish()])).result?.content).toEqual([part]);
    expect(decodeStream(chunksOf([start, whole(0, part), finish()])).result?.content).toEqual([part]);
  });

  it('use the old form for a request of the old form, which knows one call', () => {
    const parts = [start, callStart(0, call), { type: 'tool-call-delta', index: 0, delta: '{}' } as const, whole(0, call), callStart(1, call), { type: 'tool-call-delta', index: 1, delta: '{}' } as const, finish('tool-calls')];
    const chunks = chunksOf(parts, { legacyFunctions: true });
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([ROLE, { function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{}' } }, {}]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('function_call');
  });
});
