import { createResult, type ContentPart, type FinishReason, type JSONObject, type SourcePart, type StreamPart, type TextPart, type ToolCallPart, type Usage } from '@sdk/core';
import { parseArguments } from '@sdk/http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatDialect } from '../../src/index.ts';
import { createChunkWriter, readChatRequest, writeCompletion, type AnswerIdentity } from '../../src/server/index.ts';
import { decode, decodeStream, encode } from '../run-codec.ts';

const words = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const base64 = fc.base64String({ minLength: 4, maxLength: 24 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const argumentsText = fc.dictionary(words, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }).map((value) => JSON.stringify(value));

// --- requests ---

const text = words.map((said) => ({ type: 'text', text: said }));
const texts = fc.oneof(words, fc.array(text, { minLength: 2, maxLength: 3 }));
const imageUrl = fc.oneof(
  fc.webUrl(),
  fc.record({ type: fc.constantFrom('png', 'jpeg', 'svg+xml'), data: base64 }).map(({ type, data }) => `data:image/${type};base64,${data}`),
);
const image = fc.record({ url: imageUrl, detail: fc.constantFrom('low', 'high') }, { requiredKeys: ['url'] }).map((image_url) => ({ type: 'image_url', image_url }));
const audio = fc.record({ data: base64, format: fc.constantFrom('wav', 'mp3') }).map((input_audio) => ({ type: 'input_audio', input_audio }));
const file = fc
  .oneof(
    fc.record({ filename: name, file_data: base64.map((data) => `data:application/pdf;base64,${data}`) }),
    fc.record({ file_id: name.map((id) => `file-${id}`) }),
  )
  .map((inner) => ({ type: 'file', file: inner }));
const userContent = fc.oneof(texts, fc.tuple(fc.oneof(image, audio, file), fc.array(fc.oneof(text, image, audio, file), { maxLength: 3 })).map(([first, rest]) => [first, ...rest]));

interface WireCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}
const wireCalls = fc.uniqueArray(
  fc.record({ id: name, type: fc.constant('function' as const), function: fc.record({ name, arguments: fc.oneof(argumentsText, words.map((said) => `{${said}`)) }) }),
  { minLength: 1, maxLength: 3, selector: ({ id }) => id },
);
const answered = ([tool_calls, said, results]: [WireCall[], string | undefined, string[]]): object[] => [
  { role: 'assistant', content: said ?? null, tool_calls },
  ...tool_calls.map(({ id }, at) => ({ role: 'tool', tool_call_id: id, content: results[at] ?? '' })),
];
const called = fc.oneof(fc.constant({}), name.map((said) => ({ name: said })));
const turns: fc.Arbitrary<object[]> = fc.oneof(
  fc.tuple(texts, called).map(([content, name]) => [{ role: 'developer', content, ...name }]),
  fc.tuple(userContent, called).map(([content, name]) => [{ role: 'user', content, ...name }]),
  fc.tuple(words, called).map(([content, name]) => [{ role: 'assistant', content, ...name }]),
  words.map((refusal) => [{ role: 'assistant', content: null, refusal }]),
  fc.tuple(wireCalls, optional(words), fc.array(words, { minLength: 3, maxLength: 3 })).map(answered),
);

const parameters = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const tool = fc
  .record({ name, description: words, parameters: fc.constant(parameters), strict: fc.boolean() }, { requiredKeys: ['name', 'parameters'] })
  .map((inner) => ({ type: 'function', function: inner }));
const tools = fc.uniqueArray(tool, { minLength: 1, maxLength: 3, selector: (entry) => entry.function.name });
const toolFields = fc
  .tuple(tools, fc.boolean(), fc.constantFrom('auto', 'none', 'required', 'named', undefined), optional(fc.boolean()))
  .map(([offered, searches, choice, parallel_tool_calls]) => ({
    tools: searches ? [...offered, { type: 'web_search', search_context_size: 'low' }] : offered,
    tool_choice: choice === 'named' ? { type: 'function', function: { name: offered[0]?.function.name } } : choice,
    parallel_tool_calls,
  }));
const open = { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] };
const schemaFormat = fc
  .record({ name: fc.constant('place'), description: words, schema: fc.constantFrom<JSONObject[]>(parameters, open), strict: fc.boolean() }, { requiredKeys: ['name', 'schema', 'strict'] })
  .map((json_schema) => ({ type: 'json_schema', json_schema }));
const format = fc.oneof(fc.constant({ type: 'json_object' }), schemaFormat);
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -2, max: 2 });
const sampling = fc.record(
  {
    max_completion_tokens: fc.integer({ min: 1, max: 1e6 }),
    temperature: number,
    top_p: number,
    seed: fc.integer(),
    stop: fc.array(words, { minLength: 1, maxLength: 4 }),
    presence_penalty: number,
    frequency_penalty: number,
    reasoning_effort: fc.constantFrom('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    user: words,
    response_format: format,
  },
  { requiredKeys: [] },
);
const logprobs = fc.constantFrom({}, { logprobs: true }, { logprobs: true, top_logprobs: 3 });
const streaming = fc.constantFrom({}, { stream: true, stream_options: { include_usage: true } });
const request = fc
  .tuple(fc.array(turns, { minLength: 1, maxLength: 4 }), sampling, fc.oneof(fc.constant({}), toolFields), logprobs, streaming)
  .map(([messages, ...fields]) => JSON.parse(JSON.stringify(Object.assign({ model: 'm', messages: messages.flat() }, ...fields))) as JSONObject);

const OPENAI: ChatDialect = { wire: 'openai', systemRole: () => 'developer', maxTokensField: () => 'max_completion_tokens' };

// --- answers ---

const identity: AnswerIdentity = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'm-1' };

interface Answer {
  reasoning: string[];
  text: string[];
  calls: { id: string; name: string; pieces: string[] }[];
  images: string[];
  sources: { url: string; title: string; text?: string | undefined }[];
  usage: Usage;
  finishReason: FinishReason;
  /** Whose turn it is to send its next delta, again and again. */
  order: number[];
}

/** A text in pieces of one to four characters. */
const cut = (whole: string): string[] => whole.match(/[^]{1,4}/gu) ?? [];

const count = fc.nat(1e6);
const usage = fc.record(
  { inputTokens: count, outputTokens: count, totalTokens: count, cachedInputTokens: count, cacheWriteTokens: count, reasoningTokens: count },
  { requiredKeys: ['inputTokens', 'outputTokens', 'totalTokens'] },
);
const answer: fc.Arbitrary<Answer> = fc.record({
  reasoning: fc.array(words, { maxLength: 4 }),
  text: fc.array(words, { maxLength: 6 }),
  calls: fc.uniqueArray(
    fc.record({ id: name, name, pieces: fc.oneof(argumentsText, words.map((said) => `{${said}`)).map(cut) }),
    { maxLength: 3, selector: ({ id }) => id },
  ),
  images: fc.array(base64, { maxLength: 2 }),
  sources: fc.array(fc.record({ url: fc.webUrl(), title: words, text: optional(words) }), { maxLength: 2 }),
  usage,
  finishReason: fc.constantFrom('stop', 'length', 'content-filter'),
  order: fc.array(fc.nat(4), { maxLength: 40 }),
});

/** The parts at the places where the decoder puts them. */
function completeParts({ reasoning, text: said, calls, images, sources }: Answer): { index: number; part: ContentPart }[] {
  const textPart: TextPart = { type: 'text', text: said.join('') };
  const of = reasoning.length > 0 ? 1 : 0;
  const range = said.length > 0 ? { of, start: 0, end: textPart.text.length } : {};
  return [
    ...(reasoning.length > 0 ? [{ index: 0, part: { type: 'reasoning' as const, text: reasoning.join('') } }] : []),
    ...(said.length > 0 ? [{ index: 1, part: textPart }] : []),
    ...calls.map(({ id, name: toolName, pieces }, n) => {
      const part: ToolCallPart = { type: 'tool-call', toolCallId: id, toolName, ...parseArguments(pieces.join('')) };
      return { index: 2 + n, part };
    }),
    ...images.map((data, n) => ({ index: 500_000 + n, part: { type: 'file' as const, mediaType: 'image/png', data } })),
    ...sources.map(({ url, title, text: quote }, n) => {
      const part: SourcePart = { type: 'source', url, title, ...(quote === undefined ? {} : { text: quote }), ...range };
      return { index: 1_000_000 + n, part };
    }),
  ];
}

/** Deltas of all parts, those of different parts mixed. */
function deltasOf({ reasoning, text: said, calls, order }: Answer): StreamPart[] {
  const queues: StreamPart[][] = [
    reasoning.map((delta) => ({ type: 'reasoning-delta', index: 0, delta })),
    said.map((delta) => ({ type: 'text-delta', index: 1, delta })),
    ...calls.map(({ id, name: toolName, pieces }, n): StreamPart[] => [
      { type: 'tool-call-start', index: 2 + n, toolCallId: id, toolName },
      ...pieces.map((delta): StreamPart => ({ type: 'tool-call-delta', index: 2 + n, delta })),
    ]),
  ];
  const mixed: StreamPart[] = [];
  // Calls begin in order, as the places of the decoder are.
  for (const [n, queue] of queues.entries()) if (n > 1) mixed.push(...queue.splice(0, 1));
  for (const turn of order) mixed.push(...(queues[turn % queues.length]?.splice(0, 1) ?? []));
  return [...mixed, ...queues.flat()];
}

function finishOf({ calls, finishReason, usage: counted }: Answer): StreamPart {
  const isCut = finishReason === 'length' && calls.some(({ pieces }) => parseArguments(pieces.join('')).invalid !== undefined);
  const reason = calls.length > 0 && !isCut ? 'tool-calls' : finishReason;
  return { type: 'finish', finishReason: reason, usage: counted, timing: { totalMs: 1 } };
}

const isComplete = (part: StreamPart) => part.type === 'part';
const withoutRaw = ({ raw: _raw, ...counted }: Usage): Usage => counted;

describe('round trips', () => {
  it('a request that is read and encoded again is the same', () => {
    fc.assert(
      fc.property(request, (body) => {
        const read = readChatRequest(body);
        expect(read).toMatchObject({ model: 'm', stream: body['stream'] ?? false, includeUsage: body['stream'] ?? false, unread: {} });
        expect(encode(read.options, OPENAI, read.stream).body).toEqual(body);
      }),
      { numRuns: 300 },
    );
  });

  it('a stream that is written as chunks and decoded again is the same', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const writer = createChunkWriter({ ...identity, includeUsage: true });
        const parts: StreamPart[] = [
          { type: 'start', warnings: [], response: { provider: 'acme' } },
          ...deltasOf(given),
          ...completeParts(given).map(({ index, part }): StreamPart => ({ type: 'part', index, part })),
          finishOf(given),
        ];
        const { parts: read, result } = decodeStream([...parts.flatMap((part) => writer.write(part)), '[DONE]']);
        const finish = finishOf(given) as Extract<StreamPart, { type: 'finish' }>;
        expect(read[0]).toMatchObject({ type: 'start', response: { id: 'chatcmpl-1', modelId: 'm-1' } });
        expect(read.slice(1).filter((part) => !isComplete(part))).toEqual(deltasOf(given));
        expect(result?.content).toEqual(completeParts(given).map(({ part }) => part));
        expect(result).toMatchObject({ finishReason: finish.finishReason });
        expect(withoutRaw(result?.usage ?? {})).toEqual(given.usage);
      }),
      { numRuns: 300 },
    );
  });

  it('a whole answer that is written and decoded again is the same', () => {
    fc.assert(
      fc.property(answer, (given) => {
        const { finishReason } = finishOf(given) as Extract<StreamPart, { type: 'finish' }>;
        const content = completeParts(given).map(({ part }) => part);
        const result = createResult({ content, finishReason, usage: given.usage, warnings: [], response: { provider: 'acme' }, timing: { totalMs: 1 } });
        const completion = JSON.parse(JSON.stringify(writeCompletion(result, identity))) as unknown;
        const read = decode(completion);
        expect(read).toMatchObject({ content, finishReason, response: { id: 'chatcmpl-1', modelId: 'm-1' } });
        expect(withoutRaw(read.usage)).toEqual(given.usage);
      }),
      { numRuns: 300 },
    );
  });
});
