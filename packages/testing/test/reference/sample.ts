import assert from 'node:assert/strict';
import type { AnswerSample, ProviderUnderTest, WireSample } from '@sdk/testing/conformance';
import { createReference, type ReferenceOptions } from './reference-provider.ts';

const usage = { in: 11, out: 7 };
const expectedUsage = { inputTokens: 11, outputTokens: 7, totalTokens: 18 };

const frame = (framing: 'sse' | 'ndjson') => (event: object) =>
  framing === 'sse' ? `data: ${JSON.stringify(event)}\n\n` : `${JSON.stringify(event)}\n`;

function sample(
  framing: 'sse' | 'ndjson',
  whole: object,
  events: object[],
  expected: Omit<AnswerSample['expected'], 'usage'>,
): AnswerSample {
  const frames = [{ open: { id: 'r1', model: 'm' } }, ...events].map(frame(framing));
  const end = frame(framing)({ end: expected.finishReason === 'tool-calls' ? 'call' : 'stop' });
  const trailing = [frame(framing)({ usage }), ...(framing === 'sse' ? ['data: [DONE]\n\n'] : [])];
  return {
    whole: JSON.stringify({
      id: 'r1',
      model: 'm',
      ...whole,
      end: expected.finishReason === 'tool-calls' ? 'call' : 'stop',
      usage,
    }),
    events: [...frames, end, ...trailing],
    terminal: frames.length,
    expected: { ...expected, usage: expectedUsage },
  };
}

function wireOf(framing: 'sse' | 'ndjson'): WireSample {
  const text = 'Café 漢字 🙂 ends here.';
  const lookup = { word: 'été', deep: { n: [1, null, 'x'] } };
  const json = JSON.stringify(lookup);
  return {
    framing,
    text: sample(
      framing,
      { text },
      ['Café ', '漢字 ', '🙂 ends', ' here.'].map((piece) => ({ text: piece })),
      { text, finishReason: 'stop' },
    ),
    repeatable: 2,
    toolCall: sample(
      framing,
      { text: 'Wait.', calls: [{ id: 'c1', name: 'lookup', args: json }] },
      [
        { text: 'Wait.' },
        { call: { n: 0, id: 'c1', name: 'lookup' } },
        { args: { n: 0, piece: json.slice(0, 9) } },
        { args: { n: 0, piece: json.slice(9) } },
      ],
      { text: 'Wait.', toolCalls: [{ id: 'c1', name: 'lookup', arguments: lookup }], finishReason: 'tool-calls' },
    ),
    parallelToolCalls: sample(
      framing,
      {
        calls: [
          { id: 'c1', name: 'a', args: '{"x":1}' },
          { id: 'c2', name: 'b', args: '{"y":2}' },
        ],
      },
      [
        { call: { n: 0, id: 'c1', name: 'a' } },
        { args: { n: 0, piece: '{"x"' } },
        { call: { n: 1, id: 'c2', name: 'b' } },
        { args: { n: 1, piece: '{"y":' } },
        { args: { n: 0, piece: ':1}' } },
        { args: { n: 1, piece: '2}' } },
      ],
      {
        text: '',
        toolCalls: [
          { id: 'c1', name: 'a', arguments: { x: 1 } },
          { id: 'c2', name: 'b', arguments: { y: 2 } },
        ],
        finishReason: 'tool-calls',
      },
    ),
    reasoning: sample(
      framing,
      { think: 'Hm, naïve 思.', seal: 'sealed-77', text: 'Yes.' },
      [{ think: 'Hm, naïve' }, { think: ' 思.' }, { seal: 'sealed-77' }, { text: 'Yes.' }],
      { text: 'Yes.', reasoning: 'Hm, naïve 思.', finishReason: 'stop' },
    ),
    badToolArguments: sample(
      framing,
      { calls: [{ id: 'c1', name: 'lookup', args: '{"word": "é' }] },
      [{ call: { n: 0, id: 'c1', name: 'lookup' } }, { args: { n: 0, piece: '{"word"' } }, { args: { n: 0, piece: ': "é' } }],
      { text: '', toolCalls: [{ id: 'c1', name: 'lookup', arguments: {}, invalid: '{"word": "é' }], finishReason: 'tool-calls' },
    ),
    error: (_status, { message, code }) => ({ body: JSON.stringify({ problem: { message, code } }) }),
    errorInside200: {
      whole: JSON.stringify({ problem: { message: 'Too many.', code: 'overloaded' } }),
      events: [{ text: 'Well' }, { problem: { message: 'Too many.', code: 'overloaded' } }].map(frame(framing)),
      kind: 'overloaded',
    },
    dirty: [
      {
        name: 'an answer without usage',
        whole: JSON.stringify({ text: 'a', end: 'stop' }),
        events: [{ text: 'a' }, { end: 'stop' }].map(frame(framing)),
        expected: { text: 'a', finishReason: 'stop' },
      },
    ],
    errorSamples: [
      {
        name: 'an empty purse',
        status: 429,
        body: '{"problem":{"message":"No credit.","code":"broke"}}',
        kind: 'quota-exceeded',
        retryable: false,
        code: 'broke',
      },
    ],
    checkRoundTrip(request, history) {
      const { turns } = request as { turns: { said: Record<string, unknown>[] }[] };
      const said = turns.flatMap((turn) => turn.said);
      assert.ok(said.every((part) => Object.keys(part).length > 0));
      const sealed = said.some((part) => part['seal'] === 'sealed-77');
      const reasoned = history === 'own' && said.some((part) => part['text'] === 'Yes.');
      assert.equal(sealed, reasoned, 'A seal goes back with its own reasoning, and only then.');
    },
  };
}

/** The reference provider, ready to be judged. `create` replaces its factory by a broken one. */
export function referenceSubject(framing: 'sse' | 'ndjson' = 'sse', more: Partial<ReferenceOptions> = {}): ProviderUnderTest {
  return {
    name: `reference (${framing})`,
    create: (options) => createReference({ ...options, framing, ...more }),
    modelId: 'some/model 1?',
    wire: wireOf(framing),
    basePath: '/v0',
    entry: {
      url: (framing === 'sse'
        ? new URL('./reference-provider.ts', import.meta.url)
        : new URL('./reference-ndjson.ts', import.meta.url)
      ).href,
      create: 'createReference',
    },
    unsupported: [{ option: 'seed', options: { seed: 7 } }],
  };
}
