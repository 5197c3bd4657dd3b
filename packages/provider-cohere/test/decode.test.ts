import { describe, expect, it } from 'vitest';
import type { StreamPart } from '@sdk/core';
import { decode } from '../src/decode.ts';
import * as chat from './fixtures/chat.ts';
import { decodeContext, readStream, readWhole, written } from './support.ts';

const parse = (body: string): unknown => JSON.parse(body);
const own = (field: string) => ({ cohere: { model: chat.MODEL, field } });
const finishOf = (reason: string | null, usage?: object) => {
  const body = { message: { content: [] }, finish_reason: reason, ...(usage ? { usage } : {}) };
  return readWhole(body);
};

/** Both forms of one answer. */
const BOTH: [form: string, read: (whole: string, events: string[]) => ReturnType<typeof readWhole>][] = [
  ['whole', (whole) => readWhole(parse(whole))],
  ['streamed', (_whole, events) => readStream(events).result!],
];

describe.each(BOTH)('an answer, %s,', (_form, read) => {
  it('has its plan first, marked as one, then its calls', () => {
    const { content, finishReason, rawFinishReason, response, usage } = read(chat.CALL_WHOLE, chat.CALL_EVENTS);
    expect(content).toEqual([
      { type: 'reasoning', text: 'I will look it up.', providerData: own('tool_plan') },
      { type: 'tool-call', toolCallId: 'get_weather_a1', toolName: 'get_weather', arguments: { city: 'Paris', days: 2 } },
    ]);
    expect({ finishReason, rawFinishReason }).toEqual({ finishReason: 'tool-calls', rawFinishReason: 'TOOL_CALL' });
    expect(response).toEqual({ provider: 'cohere', id: '6ba2c42a-0a19-4bc7-89d0-75f81c2f56a5' });
    expect(usage).toEqual({ ...chat.USAGE, raw: { billed_units: { input_tokens: 8, output_tokens: 9 }, tokens: { input_tokens: 503, output_tokens: 11 }, cached_tokens: 448 } });
  });

  it('has plan, thoughts, text and calls in this order, whichever came first', () => {
    const whole = chat.whole({ tool_calls: [chat.call('a', 'f', '{}')], content: [{ type: 'thinking', thinking: 'T' }, { type: 'text', text: 'A' }], tool_plan: 'P' }, 'TOOL_CALL');
    const events = chat.stream([...chat.callEvents(0, 'a', 'f', []), ...chat.block(0, 'thinking', ['T']), ...chat.block(1, 'text', ['A']), chat.plan('P')], 'TOOL_CALL');
    expect(read(whole, events).content).toEqual([
      { type: 'reasoning', text: 'P', providerData: own('tool_plan') },
      { type: 'reasoning', text: 'T', providerData: own('thinking') },
      { type: 'text', text: 'A' },
      { type: 'tool-call', toolCallId: 'a', toolName: 'f', arguments: {} },
    ]);
  });

  it('keeps several texts apart, and leaves out empty ones', () => {
    const whole = chat.whole({ content: [{ type: 'text', text: 'A' }, { type: 'text', text: '' }, { type: 'text', text: 'B' }] });
    const events = chat.stream([...chat.block(0, 'text', ['A']), ...chat.block(1, 'text', ['']), ...chat.block(2, 'text', ['B'])]);
    expect(read(whole, events).content).toEqual([{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }]);
  });

  it('has a source for each source of each citation, last, with its place in the text', () => {
    const { content, text } = read(chat.CITED_WHOLE, chat.CITED_EVENTS);
    const sources = content.slice(2);
    const facts = 'Ruby was created by Yukihiro Matsumoto.';
    expect(sources).toEqual([
      { type: 'source', title: 'facts.txt', text: facts, of: 1, start: 3, end: 7, providerData: { cohere: { type: 'document', id: 'doc:0' } } },
      { type: 'source', url: 'https://example.com/ruby', title: 'Ruby Facts', text: 'Ruby is his.', of: 1, start: 12, end: 16, providerData: { cohere: { type: 'tool', id: 'search_x1:0' } } },
      { type: 'source', text: '{"roll":"1"}', of: 1, start: 12, end: 16, providerData: { cohere: { type: 'tool', id: 'dice_y2:0' } } },
    ]);
    expect(sources.map((part) => part.type === 'source' && text.slice(part.start, part.end))).toEqual(['Matz', 'Ruby', 'Ruby']);
  });

  it('counts a plan among the parts that stand before a cited text', () => {
    const citation = { start: 0, end: 1, text: 'A', sources: [{ type: 'tool', id: 'x:0', tool_output: 'plain' }] };
    const whole = chat.whole({ tool_plan: 'P', content: [{ type: 'text', text: 'A' }], citations: [citation] });
    const events = chat.stream([chat.plan('P'), ...chat.block(0, 'text', ['A']), chat.event('citation-start', { delta: { message: { citations: [citation] } } })]);
    expect(read(whole, events).content.at(-1)).toEqual({ type: 'source', text: 'plain', of: 1, start: 0, end: 1, providerData: { cohere: { type: 'tool', id: 'x:0' } } });
  });

  it('has a source without a place for what is no text, is not there, or says no place', () => {
    const sources = [{ type: 'document', id: 'd', document: { content: 'C' } }];
    const citations = [
      { start: 0, end: 1, sources, type: 'PLAN' },
      { start: 0, end: 1, sources, type: 'THINKING_CONTENT', content_index: 0 },
      { start: 0, end: 1, sources, content_index: 7 },
      { sources },
      { start: 5, end: 99, sources: [{}] },
      { start: 0, end: 1, sources: null },
    ];
    const content = [{ type: 'text', text: 'Hi' }];
    const events = chat.stream([...chat.block(0, 'text', ['Hi']), ...citations.map((one) => chat.event('citation-start', { delta: { message: { citations: one } } }))]);
    const source = { type: 'source', text: 'C', providerData: { cohere: { type: 'document', id: 'd' } } };
    const odd = { type: 'source', of: 0, start: 2, end: 2, providerData: { cohere: { type: '', id: '' } } };
    expect(read(chat.whole({ content, citations }), events).content.slice(1)).toEqual([source, source, source, source, odd]);
  });

  it('has the probabilities of its tokens at its text', () => {
    const pieces = [{ text: 'Hi', token_ids: [1], logprobs: [-0.1] }, { text: ' 漢', token_ids: [2, 3], logprobs: [-0.2, -0.3] }, { token_ids: [4], logprobs: [-0.4] }, { text: 'x' }];
    const whole = chat.whole({ content: [{ type: 'thinking', thinking: 'T' }, { type: 'text', text: 'Hi 漢' }] }, 'COMPLETE', { logprobs: pieces });
    const delta = (text: string, logprobs: object) => chat.event('content-delta', { index: 1, delta: { message: { content: { text } } }, logprobs });
    const events = chat.stream([...chat.block(0, 'thinking', ['T']), delta('Hi', pieces[0]!), delta(' 漢', pieces.slice(1))]);
    expect(read(whole, events).content[1]).toEqual({
      type: 'text',
      text: 'Hi 漢',
      logprobs: [{ token: 'Hi', logprob: -0.1 }, { token: ' 漢', logprob: -0.2 }, { token: '', logprob: -0.3 }, { token: '', logprob: -0.4 }],
    });
  });

  it('gives calls without an id one, and a second call of the same id another', () => {
    const whole = chat.whole({ tool_calls: [chat.call('a', 'f', ''), chat.call('a', 'f', '{"n":2}'), { function: { name: 'f' } }, {}] }, 'TOOL_CALL');
    const events = chat.stream(
      [
        ...chat.callEvents(0, 'a', 'f', []),
        ...chat.callEvents(1, 'a', 'f', ['{"n"', ':2}']),
        chat.event('tool-call-start', { index: 2, delta: { message: { tool_calls: { function: { name: 'f' } } } } }),
        chat.event('tool-call-start', { index: 3, delta: { message: { tool_calls: {} } } }),
      ],
      'TOOL_CALL',
    );
    const { toolCalls } = read(whole, events);
    expect(toolCalls.map(({ toolCallId }) => toolCallId)).toEqual(['a', 'call_1_4bc789d075f81c2f56a5', expect.stringMatching(/^call_2_/), expect.stringMatching(/^call_3_/)]);
    expect(toolCalls.map(({ toolName, arguments: args }) => [toolName, args])).toEqual([['f', {}], ['f', { n: 2 }], ['f', {}], ['', {}]]);
  });
});

describe('a stream', () => {
  const typesOf = (parts: StreamPart[]) => parts.map((part) => (part.type === 'part' ? part.part.type : part.type));

  it('delivers a call as soon as it is complete, also among others', () => {
    const open = (index: number, id: string) => chat.event('tool-call-start', { index, delta: { message: { tool_calls: chat.call(id, 'f', '') } } });
    const more = (index: number, text: string) => chat.event('tool-call-delta', { index, delta: { message: { tool_calls: { function: { arguments: text } } } } });
    const { parts } = readStream([chat.START, open(0, 'a'), open(1, 'b'), more(0, '{"n":'), more(1, '{'), more(0, '1}'), chat.event('tool-call-end', { index: 0 })]);
    expect(parts.filter(({ type }) => type === 'part')).toEqual([{ type: 'part', index: 1_000_000, part: { type: 'tool-call', toolCallId: 'a', toolName: 'f', arguments: { n: 1 } } }]);
  });

  it('completes plan, blocks and calls in order, and sources after them', () => {
    const { parts } = readStream([...chat.CITED_EVENTS.slice(0, -2), chat.plan('P'), ...chat.callEvents(0, 'a', 'f', []).slice(0, 1), ...chat.CITED_EVENTS.slice(-2)]);
    expect(typesOf(parts.filter(({ type }) => type === 'part'))).toEqual(['reasoning', 'reasoning', 'text', 'tool-call', 'source', 'source', 'source']);
  });

  it('has not ended before its last event, not even with [DONE]', () => {
    expect(readStream([...chat.TEXT_EVENTS.slice(0, -2), chat.DONE]).result).toBeUndefined();
  });

  it('passes over what it does not know, also names that every object has', () => {
    const odd = [chat.event('debug', { prompt: 'x', message: 'no error' }), chat.event('constructor'), chat.event('later', { message: { text: 'x' } }), 'data: {}\n\n'];
    expect(readStream([...odd, ...chat.TEXT_EVENTS]).result).toEqual(readStream(chat.TEXT_EVENTS).result);
    expect(readStream(odd).parts).toEqual([]);
  });

  it('may begin a block with its first words, say no index, and name its events beside their data', () => {
    const events = [
      'event: content-start\ndata: {"delta":{"message":{"content":{"type":"thinking","thinking":"Hm"}}}}\n\n',
      'event: content-delta\ndata: {"delta":{"message":{"content":{"text":"Hi"}}}}\n\n',
      'event: message-end\ndata: {"delta":{"finish_reason":"COMPLETE"}}\n\n',
    ];
    expect(readStream(events).result?.content).toEqual([
      { type: 'reasoning', text: 'Hm', providerData: own('thinking') },
      { type: 'text', text: 'Hi' },
    ]);
  });

  it('ignores arguments and ends of calls that never began', () => {
    const { result } = readStream(chat.stream([chat.event('tool-call-delta', { index: 0, delta: { message: { tool_calls: { function: { arguments: '{' } } } } }), chat.event('tool-call-end', { index: 0 })]));
    expect(result?.content).toEqual([]);
  });

  it.each([
    ['the last event says so', chat.FAILED_END],
    ['the last event reports an error and ends well all the same', chat.event('message-end', { delta: { error: 'boom', finish_reason: 'COMPLETE' } })],
    ['it ends in ERROR', chat.event('message-end', { delta: { finish_reason: 'ERROR' } })],
    ['it ends in TIMEOUT', chat.event('message-end', { delta: { finish_reason: 'TIMEOUT' } })],
    ['an error body stands in it', `data: ${chat.errorBody('internal server error')}\n\n`],
    ['an error event stands in it', 'event: error\ndata: {"message":"boom"}\n\n'],
    ['a gateway reports an error', 'data: {"error":{"message":"boom"}}\n\n'],
  ])('fails where %s', (_name, last) => {
    expect(() => readStream([...chat.TEXT_EVENTS.slice(0, 3), last])).toThrow(/^failed: /);
  });

  it.each([
    ['no JSON', 'data: {"type":\n\n'],
    ['no object', 'data: 7\n\n'],
    ['a text that is a number', chat.event('content-delta', { delta: { message: { content: { text: 7 } } } })],
    ['a plan that is a list', chat.event('tool-plan-delta', { delta: { message: { tool_plan: [] } } })],
  ])('is malformed where an event is %s', (_name, one) => {
    expect(() => readStream([chat.START, one])).toThrow(/^malformed: /);
  });
});

describe('a whole answer', () => {
  it.each([
    ['an error body', { id: 'x', message: 'internal server error' }],
    ['an error', { error: 'boom' }],
    ['a generation that failed', { message: { content: [] }, finish_reason: 'ERROR' }],
    ['a generation that took too long', { message: { content: [] }, finish_reason: 'TIMEOUT' }],
  ])('fails where it is %s', (_name, body) => {
    expect(() => readWhole(body)).toThrow(/^failed: /);
  });

  it.each([['a list', []], ['nothing', null], ['an empty object', {}], ['a message that is a list', { message: [] }], ['a thought that is no text', { message: { content: [{ thinking: {} }] } }]])(
    'is malformed where it is %s',
    (_name, body) => {
      expect(() => written((writer) => decode(body, writer, decodeContext))).toThrow(/^malformed: /);
    },
  );

  it.each([
    ['COMPLETE', 'stop'],
    ['STOP_SEQUENCE', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['ERROR_LIMIT', 'length'],
    ['TOOL_CALL', 'tool-calls'],
    ['ERROR_TOXIC', 'content-filter'],
    ['USER_CANCEL', 'other'],
    ['constructor', 'other'],
  ])('that ended with %s ended with "%s"', (rawFinishReason, finishReason) => {
    expect(finishOf(rawFinishReason)).toMatchObject({ finishReason, rawFinishReason });
  });

  it('may have a content that is a text', () => {
    expect(readWhole({ message: { content: 'Hi' } }).content).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  it('has a source that begins where a character of two units does', () => {
    const citations = [{ start: 0, end: 1, sources: [{}] }];
    expect(readWhole({ message: { content: '🙂!', citations } }).content[1]).toMatchObject({ start: 0, end: 2 });
  });

  it('may say neither how it ended nor what it took', () => {
    const { finishReason, usage, ...rest } = finishOf(null);
    expect({ finishReason, usage }).toEqual({ finishReason: 'other', usage: {} });
    expect(rest).not.toHaveProperty('rawFinishReason');
    expect(readWhole({ message: {} }).response).toEqual({ provider: 'cohere' });
  });

  it('counts what was read and written, not what is billed', () => {
    const usage = { billed_units: { input_tokens: 1, output_tokens: 2 }, tokens: { input_tokens: 34, output_tokens: 70, reasoning_tokens: 0, image_tokens: 259 }, cached_tokens: 0 };
    expect(finishOf('COMPLETE', usage).usage).toEqual({ inputTokens: 34, outputTokens: 70, reasoningTokens: 0, cachedInputTokens: 0, totalTokens: 104, raw: usage });
    expect(finishOf('COMPLETE', { billed_units: { input_tokens: 1 } }).usage).toEqual({ raw: { billed_units: { input_tokens: 1 } } });
    expect(finishOf('COMPLETE', { tokens: { output_tokens: 2 } }).usage).toMatchObject({ outputTokens: 2 });
    expect(finishOf('COMPLETE', { tokens: { output_tokens: 2 } }).usage).not.toHaveProperty('totalTokens');
  });
});
