import { describe, expect, it } from 'vitest';
import { createChunkWriter, writeCompletion } from '../src/server/index.ts';
import { chunk, decode, decodeStream, encode, finished, plain } from './run-codec.ts';

const hello = { role: 'user' as const, content: 'Hello' };
const identity = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'm-1' };

const whole = (message: object, finish_reason: string | null = 'stop', more: object = {}) => ({
  id: 'chatcmpl-1',
  model: 'm-1',
  choices: [{ index: 0, message, finish_reason }],
  ...more,
});

describe('a whole answer and the same answer as a stream', () => {
  const logprobs = { content: [{ token: 'Hi', logprob: -0.1, bytes: [72, 105], top_logprobs: [{ token: 'Hi', logprob: -0.1, bytes: null }] }] };
  const cases: [string, object, object[], string][] = [
    ['text', { content: 'Hello' }, [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Hel' }), chunk({ content: 'lo' })], 'stop'],
    ['reasoning_content', { reasoning_content: 'Hm', content: 'Hi' }, [chunk({ reasoning_content: 'H', content: null }), chunk({ reasoning_content: 'm' }), chunk({ content: 'Hi' })], 'stop'],
    ['reasoning', { reasoning: 'Hm', content: 'Hi' }, [chunk({ reasoning: 'Hm', content: '' }), chunk({ content: 'Hi', reasoning: null })], 'stop'],
    ['reasoning after text', { reasoning: 'Hm, so', content: 'Hi' }, [chunk({ reasoning: 'Hm,' }), chunk({ content: 'Hi' }), chunk({ reasoning: ' so' })], 'stop'],
    ['a refusal', { content: null, refusal: 'No.' }, [chunk({ refusal: 'N' }), chunk({ refusal: 'o.' })], 'stop'],
    ['nothing', { content: null }, [chunk({ content: null }), chunk(null)], 'stop'],
    ['an unknown finish reason', { content: 'x' }, [chunk({ content: 'x' })], 'weird'],
    [
      'citations',
      { content: 'x [1]', annotations: [{ type: 'url_citation', url_citation: { url: 'https://x.test', title: 'X', start_index: 2, end_index: 5 } }] },
      [chunk({ content: 'x [1]' }), chunk({ annotations: [{ type: 'url_citation', url_citation: { url: 'https://x.test', title: 'X', start_index: 2, end_index: 5 } }] })],
      'stop',
    ],
  ];

  it.each(cases)('agree: %s', (_name, message, chunks, reason) => {
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    const fromWhole = decode(whole(message, reason, { usage }));
    const { result } = decodeStream([...chunks, finished(reason), { choices: [], usage }, '[DONE]']);
    expect(result).toEqual(fromWhole);
    expect(fromWhole.usage).toEqual({ inputTokens: 3, outputTokens: 2, totalTokens: 5, raw: usage });
  });

  it('agree on log probabilities', () => {
    const body = whole({ content: 'Hi' });
    const fromWhole = decode({ ...body, choices: [{ ...body.choices[0], logprobs }] });
    const streamed = chunk({ content: 'Hi' });
    const { result } = decodeStream([{ ...streamed, choices: [{ ...streamed.choices[0], logprobs }] }, finished()]);
    expect(result?.content).toEqual(fromWhole.content);
    expect(fromWhole.content).toEqual([
      { type: 'text', text: 'Hi', logprobs: [{ token: 'Hi', logprob: -0.1, bytes: [72, 105], top: [{ token: 'Hi', logprob: -0.1 }] }] },
    ]);
  });

  it('agree on <think> tags where they are asked for', () => {
    const text = '<think>Hm</think>\n\nHi';
    for (const thinkTags of [true, 'open'] as const) {
      const dialect = { ...plain, thinkTags };
      const tagged = thinkTags === 'open' ? text.slice('<think>'.length) : text;
      const fromWhole = decode(whole({ content: tagged }), dialect);
      const { result } = decodeStream([...[...tagged].map((content) => chunk({ content })), finished()], dialect);
      expect(result).toEqual(fromWhole);
      expect(fromWhole).toMatchObject({ text: 'Hi', reasoning: 'Hm' });
    }
  });
});

describe('finish reasons', () => {
  it.each([
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['length', 'length'],
    ['model_length', 'length'],
    ['content_filter', 'content-filter'],
    ['error', 'error'],
    ['insufficient_system_resource', 'error'],
    ['toString', 'other'],
  ])('%s is %s', (wire, reason) => {
    expect(decode(whole({ content: 'x' }, wire))).toMatchObject({ finishReason: reason, rawFinishReason: wire });
  });

  it('is content-filter for a refusal, whose text is text', () => {
    expect(decode(whole({ refusal: 'No.' }))).toMatchObject({ finishReason: 'content-filter', rawFinishReason: 'stop', text: 'No.' });
  });

  it('leaves the refusal marked, so that it goes back and on as one', () => {
    const answer = decode(whole({ refusal: 'No.' }));
    expect(encode({ messages: [answer.message, hello] }).body['messages']).toEqual([{ role: 'assistant', content: null, refusal: 'No.' }, hello]);
    expect(writeCompletion(answer, identity).choices[0]).toMatchObject({ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' });
    const writer = createChunkWriter(identity);
    const { parts } = decodeStream([chunk({ role: 'assistant', content: '', refusal: null }), chunk({ refusal: 'N' }), chunk({ refusal: 'o.' }), finished()]);
    expect(parts.filter(({ type }) => type === 'part')).toEqual([{ type: 'part', index: expect.any(Number) as number, part: { type: 'text', text: 'No.', providerData: { openai: { refusal: true } } } }]);
    expect(parts.flatMap((part) => writer.write(part)).map(({ choices }) => choices[0]?.delta)).toEqual([{ role: 'assistant', content: '', refusal: null }, { refusal: 'N' }, { refusal: 'o.' }]);
  });

  it('is other for a whole answer that lacks it, which is complete all the same', () => {
    const result = decode(whole({ content: 'x' }, null));
    expect(result).toMatchObject({ finishReason: 'other', text: 'x' });
    expect(result).not.toHaveProperty('rawFinishReason');
  });
});

describe('the end of a stream', () => {
  it('is the finish reason, not [DONE]', () => {
    expect(decodeStream([chunk({ content: 'x' }), finished()]).result).toMatchObject({ text: 'x' });
    expect(decodeStream([chunk({ content: 'x' }), '[DONE]']).result).toBeUndefined();
    expect(decodeStream([chunk({ content: 'x' }, '')]).result).toBeUndefined();
  });

  it('takes usage from the chunk after it, and the last one of several', () => {
    const usages = [1, 2, 3].map((prompt_tokens) => ({ choices: [], usage: { prompt_tokens } }));
    expect(decodeStream([usages[0]!, chunk({ content: 'x' }), usages[1]!, finished(), usages[2]!, '[DONE]']).result?.usage.inputTokens).toBe(3);
  });
});

describe('a dirty stream', () => {
  it('reads around everything that says nothing', () => {
    const { parts, result } = decodeStream([
      { id: '', model: '', choices: [], prompt_filter_results: [] },
      { id: 'chatcmpl-1', model: 'm-1' },
      { choices: null, error: null },
      { choices: [{}] },
      { choices: [{ delta: null }] },
      { ...chunk({ content: null, reasoning_content: null, tool_calls: null, refusal: null, annotations: null }), obfuscation: 'xxx', usage: null },
      chunk({ role: 'assistant', content: '' }),
      chunk({ role: 'assistant', content: 'Hi' }),
      finished(),
    ]);
    expect(result).toMatchObject({ text: 'Hi', response: { id: 'chatcmpl-1', modelId: 'm-1' } });
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text-delta', 'part']);
  });

  it.each([
    ['a top-level error', [chunk({ content: 'x' }), { error: { message: 'gone', code: 502 }, choices: [{ delta: { content: '' }, finish_reason: 'error' }] }], /failed: .*gone/],
    ['an error after the finish reason', [chunk({ content: 'x' }), finished(), { error: 'gone' }], /failed: .*gone/],
    ['what is no JSON', ['{"choices":'], /not JSON/],
    ['what is no object', ['[]', '5'], /no JSON object/],
  ])('throws at %s', (_name, chunks, message) => {
    expect(() => decodeStream(chunks)).toThrow(message);
  });
});

describe('a whole body that is no answer', () => {
  it.each([{}, [], null, 'x', { choices: [] }, { choices: [null] }, { choices: [{}] }, { choices: [{ message: null }] }])('%o is malformed', (body) => {
    expect(() => decode(body)).toThrow(/malformed/);
  });

  it.each([{ error: { message: 'gone' } }, { error: 'gone' }])('%o is an error', (body) => {
    expect(() => decode(body)).toThrow(/failed: .*gone/);
  });
});
