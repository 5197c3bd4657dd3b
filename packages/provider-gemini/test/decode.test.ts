import type { ContentPart, GenerateResult } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { decode, decodeStream } from '../src/decode.ts';
import type { WireCandidate, WirePart } from '../src/wire.ts';
import { answer, MODEL, SIGNATURE } from './fixtures/answers.ts';
import { decodeContext, written } from './support.ts';

const signed = { gemini: { thoughtSignature: SIGNATURE, model: MODEL } };

function whole(body: unknown): GenerateResult {
  return written((writer) => decode(body, writer, decodeContext())).result!;
}

function streamed(...chunks: unknown[]): ReturnType<typeof written> {
  return written((writer) => {
    const decoder = decodeStream(writer, decodeContext(`models/${MODEL}`));
    for (const chunk of chunks) decoder.event(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), undefined);
    decoder.end();
  });
}

/** The content of an answer, the same whole and as a stream of one part per chunk. */
function contentOf(...parts: WirePart[]): ContentPart[] {
  const { content } = whole(answer(parts, 'STOP'));
  expect(streamed(...parts.map((part) => answer([part])), answer(undefined, 'STOP')).result!.content).toEqual(content);
  return content;
}

describe('the parts of an answer', () => {
  it('joins texts that follow each other, and thoughts', () => {
    expect(contentOf({ text: 'a', thought: true }, { text: 'b', thought: true }, { text: 'c' }, { text: 'd' }, { text: 'e', thought: true })).toEqual([
      { type: 'reasoning', text: 'ab' },
      { type: 'text', text: 'cd' },
      { type: 'reasoning', text: 'e' },
    ]);
  });

  it('keeps what is signed apart, also where it is empty', () => {
    const thoughtSignature = SIGNATURE;
    expect(contentOf({ text: 'a' }, { text: 'b', thoughtSignature }, { text: 'c' }, { text: '', thoughtSignature }, { text: '', thought: true, thoughtSignature }, { thoughtSignature })).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', providerData: signed },
      { type: 'text', text: 'c' },
      { type: 'text', text: '', providerData: signed },
      { type: 'reasoning', text: '', providerData: signed },
      { type: 'text', text: '', providerData: signed },
    ]);
  });

  it('gives calls the id that the model gave, or one that is the same for the same answer', () => {
    const [first, second, third] = contentOf(
      { functionCall: { id: 'x1', name: 'f', args: { a: 1 } }, thoughtSignature: SIGNATURE },
      { functionCall: { name: 'f', args: {} } },
      { functionCall: { id: 'x1', name: 'g' } },
    );
    expect(first).toEqual({ type: 'tool-call', toolCallId: 'x1', toolName: 'f', arguments: { a: 1 }, providerData: { gemini: { model: MODEL, id: 'x1', thoughtSignature: SIGNATURE } } });
    expect(second).toEqual({ type: 'tool-call', toolCallId: 'call_1_JFaZPBLriWjMcPkfq8Ac', toolName: 'f', arguments: {} });
    expect(third).toMatchObject({ toolCallId: 'call_2_JFaZPBLriWjMcPkfq8Ac', toolName: 'g', arguments: {}, providerData: { gemini: { id: 'x1' } } });
  });

  it('shows pictures as files, signed or not, but not those that were only thought of', () => {
    const inlineData = { mimeType: 'image/png', data: 'iVBORw0KGgo=' };
    const thought = { inlineData, thought: true };
    expect(contentOf({ inlineData }, { inlineData, thoughtSignature: SIGNATURE }, { fileData: { mimeType: 'video/mp4', fileUri: 'gs://a/b' } }, { fileData: { fileUri: 'gs://a/c' } }, thought)).toEqual([
      { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
      { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=', providerData: signed },
      { type: 'file', mediaType: 'video/mp4', url: 'gs://a/b' },
      { type: 'file', mediaType: 'application/octet-stream', url: 'gs://a/c' },
      { type: 'opaque', name: 'inlineData', providerData: { gemini: { part: thought, model: MODEL } } },
    ]);
  });

  it('shows code that Google ran as a call and its result, joined by one id', () => {
    const code = { executableCode: { language: 'PYTHON', code: '1+1' }, thoughtSignature: SIGNATURE };
    const result = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2' } };
    const failed = { codeExecutionResult: { id: 'c2', outcome: 'OUTCOME_FAILED', output: 'no' } };
    const own = (part: WirePart) => ({ providerExecuted: true, providerData: { gemini: { part, model: MODEL } } });
    const parts = contentOf(code, result, { ...code, executableCode: { ...code.executableCode, id: 'c2' } }, failed);
    expect(parts).toEqual([
      { type: 'tool-call', toolCallId: 'ran_1_6nJFaZPBLriWjMcPkf_q8Ac', toolName: 'codeExecution', arguments: code.executableCode, ...own(code) },
      { type: 'tool-result', toolCallId: 'ran_1_6nJFaZPBLriWjMcPkf_q8Ac', toolName: 'codeExecution', result: result.codeExecutionResult, ...own(result) },
      expect.objectContaining({ toolCallId: 'c2' }),
      expect.objectContaining({ toolCallId: 'c2', isError: true }),
    ]);
    expect(whole(answer([code, result, { text: '2' }], 'STOP'))).toMatchObject({ finishReason: 'stop', toolCalls: [], text: '2' });
  });

  it("shows tools that ran on the vendor's side, and keeps parts that it does not know", () => {
    const called = { toolCall: { toolType: 'GOOGLE_SEARCH', args: { q: 'x' }, id: 't1' } };
    const answered = { toolResponse: { id: 't1', response: { a: 1 } } };
    const unknown = { thought: false, hologram: { a: 1 } };
    expect(contentOf(called, answered, unknown, {}, { text: '' })).toMatchObject([
      { type: 'tool-call', toolCallId: 't1', toolName: 'GOOGLE_SEARCH', arguments: { q: 'x' }, providerExecuted: true, providerData: { gemini: { part: called } } },
      { type: 'tool-result', toolCallId: 't1', toolName: 'tool', result: { a: 1 }, providerExecuted: true },
      { type: 'opaque', name: 'hologram', providerData: { gemini: { part: unknown } } },
    ]);
  });

  it('reads the first candidate only', () => {
    const other = { content: { parts: [{ text: 'other' }] }, finishReason: 'SAFETY', index: 1 };
    const { candidates } = answer([{ text: 'one' }], 'STOP') as { candidates: WireCandidate[] };
    expect(whole({ candidates: [...candidates, other] })).toMatchObject({ text: 'one', rawFinishReason: 'STOP' });
  });

  it('gives every text its log probabilities', () => {
    const logprobsResult = (token: string) => ({ chosenCandidates: [{ token, logProbability: -0.5 }], topCandidates: [{ candidates: [{ token, logProbability: -0.5 }, { token: 'x', logProbability: -2 }] }] });
    const chunk = (text: string, more: WirePart = {}) => answer([{ text, ...more }], 'STOP', { logprobsResult: logprobsResult(text) });
    const of = (token: string) => ({ token, logprob: -0.5, top: [{ token, logprob: -0.5 }, { token: 'x', logprob: -2 }] });
    const { content } = streamed(chunk('a'), answer([{ text: '' }]), chunk('b'), chunk('c', { thoughtSignature: SIGNATURE }), answer([{ text: '-' }]), answer([{ text: 'd' }], 'STOP', { logprobsResult: { chosenCandidates: [{}] } })).result!;
    expect(content).toEqual([
      { type: 'text', text: 'ab', logprobs: [of('a'), of('b')] },
      { type: 'text', text: 'c', logprobs: [of('c')], providerData: signed },
      { type: 'text', text: '-d', logprobs: [{ token: '', logprob: 0 }] },
    ]);
  });
});

describe('the end of an answer', () => {
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['BLOCKLIST', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['SPII', 'content-filter'],
    ['MODEL_ARMOR', 'content-filter'],
    ['IMAGE_SAFETY', 'content-filter'],
    ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
    ['IMAGE_RECITATION', 'content-filter'],
    ['IMAGE_OTHER', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['UNEXPECTED_TOOL_CALL', 'error'],
    ['MALFORMED_RESPONSE', 'error'],
    ['MISSING_THOUGHT_SIGNATURE', 'error'],
    ['CONTINUATION', 'pause'],
    ['TOO_MANY_TOOL_CALLS', 'other'],
    ['LANGUAGE', 'other'],
    ['NO_IMAGE', 'other'],
    ['OTHER', 'other'],
    ['NEW_REASON', 'other'],
  ])('%s is %s', (raw, finishReason) => {
    expect(whole({ candidates: [{ finishReason: raw }] })).toMatchObject({ finishReason, rawFinishReason: raw, content: [] });
  });

  it('is a block where the prompt was refused', () => {
    const blocked = { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 4 } };
    for (const result of [whole(blocked), streamed(blocked).result]) expect(result).toMatchObject({ content: [], finishReason: 'content-filter', rawFinishReason: 'SAFETY', usage: { inputTokens: 4 } });
    expect(streamed(answer([{ text: 'a' }], 'STOP'), { promptFeedback: {} }).result).toMatchObject({ finishReason: 'stop' });
  });

  it('keeps what the vendor says of a failure, of a search and of a pause', () => {
    const { providerData, message } = whole(answer([], 'CONTINUATION', { finishMessage: 'To be continued.', continuationToken: 'tok', urlContextMetadata: { urlMetadata: [] }, groundingMetadata: { webSearchQueries: ['a'] } }));
    expect(providerData).toEqual({ gemini: { finishMessage: 'To be continued.', continuationToken: 'tok', model: MODEL, urlContextMetadata: { urlMetadata: [] }, groundingMetadata: { webSearchQueries: ['a'] } } });
    expect(message.providerData).toEqual(providerData);
    expect(whole(answer([{ text: 'a' }], 'STOP', { finishMessage: 'Model generated function call(s).' })).providerData).toBeUndefined();
  });

  it('names the answer and the model', () => {
    expect(whole(answer([{ text: 'a' }], 'STOP')).response).toMatchObject({ id: '6nJFaZPBLriWjMcPkf_q8Ac', modelId: MODEL });
  });

  it('adds up tokens as the vendor means them', () => {
    const usage = (usageMetadata: object) => whole({ ...answer([{ text: 'a' }], 'STOP'), usageMetadata }).usage;
    expect(usage({ promptTokenCount: 10, toolUsePromptTokenCount: 73, candidatesTokenCount: 30, thoughtsTokenCount: 109, totalTokenCount: 222 })).toEqual({
      inputTokens: 83,
      outputTokens: 139,
      reasoningTokens: 109,
      totalTokens: 222,
      raw: { promptTokenCount: 10, toolUsePromptTokenCount: 73, candidatesTokenCount: 30, thoughtsTokenCount: 109, totalTokenCount: 222 },
    });
    expect(usage({ promptTokenCount: 9, thoughtsTokenCount: 4, cachedContentTokenCount: 8 })).toMatchObject({ inputTokens: 9, cachedInputTokens: 8, outputTokens: 4, totalTokens: 13 });
    expect(usage({ trafficType: 'ON_DEMAND' })).toEqual({ raw: { trafficType: 'ON_DEMAND' } });
  });

  it('takes the last usage that counts, since each holds all so far', () => {
    const chunk = (usageMetadata: object) => ({ ...answer([{ text: 'a' }], 'STOP'), usageMetadata });
    const { result } = streamed(chunk({ promptTokenCount: 89 }), chunk({ promptTokenCount: 121 }), chunk({ trafficType: 'ON_DEMAND' }));
    expect(result!.usage.inputTokens).toBe(121);
  });
});

describe('what is no answer', () => {
  it.each([
    ['nothing in it', {}],
    ['usage alone', { usageMetadata: { promptTokenCount: 3 } }],
    ['a candidate of nothing', { candidates: [{}] }],
    ['a text', 'oops'],
    ['no chunk of an array', []],
    ['an array without a finish reason', [answer([{ text: 'a' }])]],
  ])('%s', (_name, body) => {
    expect(() => whole(body)).toThrow('malformed');
  });

  it('reads a body without a finish reason, for it is whole', () => {
    expect(whole(answer([{ text: 'a' }]))).toMatchObject({ text: 'a', finishReason: 'other' });
    expect(whole(answer([{ text: 'a' }])).rawFinishReason).toBeUndefined();
  });

  it('takes a stream without a finish reason as cut', () => {
    expect(streamed(answer([{ text: 'a' }])).result).toBeUndefined();
    expect(streamed(answer([{ text: 'a' }], 'FINISH_REASON_UNSPECIFIED')).result).toBeUndefined();
  });

  it('starts with the first chunk that is of an answer', () => {
    const { parts, result } = streamed({ type: 'new' }, {}, answer([{ text: 'a' }], 'STOP'));
    expect(parts.slice(0, 2)).toMatchObject([{ type: 'start', response: { id: '6nJFaZPBLriWjMcPkf_q8Ac' } }, { type: 'text-delta', index: 0, delta: 'a' }]);
    expect(result!.response.id).toBe('6nJFaZPBLriWjMcPkf_q8Ac');
  });

  it('fails for an error, also in an array, and for what is not JSON', () => {
    expect(() => streamed(answer([{ text: 'a' }]), [{ error: { code: 503 } }])).toThrow('failed: {"error":{"code":503}}');
    expect(() => whole({ error: 'no' })).toThrow('failed');
    expect(() => streamed('{"a":')).toThrow('malformed');
    expect(() => streamed('3')).toThrow('malformed');
  });
});
