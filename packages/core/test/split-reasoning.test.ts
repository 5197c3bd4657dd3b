import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, createReasoningSplitter, splitReasoning, splitReasoningStream, type StreamPart } from '../src/index.ts';

describe('splitReasoning', () => {
  it.each([
    ['no tags', ' Just text. ', 'Just text.', undefined],
    ['<think>', '<think>\nHm.\n</think>\n\n4', '4', 'Hm.'],
    ['<thinking>', '<thinking>Hm.</thinking>4', '4', 'Hm.'],
    ['a missing opening tag', 'Hm.\n</think>\n4', '4', 'Hm.'],
    ['a missing closing tag', '<think>Hm. And', '', 'Hm. And'],
    ['text before', 'Well, <think>Hm.</think> 4', 'Well, 4', 'Hm.'],
    ['two blocks', '<think>a</think>x<think>b</think>y', 'xy', 'ab'],
    ['an empty block', '<think>\n\n</think>\n\n4', '4', undefined],
    ['what only looks like a tag', 'a <thin> b </thinker> c < d', 'a <thin> b </thinker> c < d', undefined],
    ['nothing', '', '', undefined],
  ])('%s', (_name, text, answer, reasoning) => {
    expect(splitReasoning(text)).toEqual(reasoning === undefined ? { text: answer } : { text: answer, reasoning });
  });
});

const piece = fc.constantFrom('<think>', '</think>', '<thinking>', '</thinking>', '<', '<thi', '</', 'a', ' b ', '\n', '漢🙂', 'x'.repeat(20));
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

function split(pieces: string[]): Record<'text' | 'reasoning', string> {
  const splitter = createReasoningSplitter();
  const found = { text: '', reasoning: '' };
  for (const { type, delta } of [...pieces.flatMap((more) => splitter.push(more)), ...splitter.end()]) found[type] += delta;
  return found;
}

describe('the splitter', () => {
  it('gives the same however the text is cut', () => {
    fc.assert(
      fc.property(text, (whole) => {
        expect(split([...whole])).toEqual(split([whole]));
      }),
      { numRuns: 500 },
    );
  });

  it('never drops a word', () => {
    const words = (value: string) => value.replace(/<\/?think(?:ing)?>|\s/g, '');
    fc.assert(
      fc.property(text, (whole) => {
        const found = split([whole]);
        expect([...words(found.text + found.reasoning)].sort()).toEqual([...words(whole)].sort());
      }),
    );
  });

  it('does not hold text back that cannot become a tag', () => {
    expect(createReasoningSplitter().push('a <b')).toEqual([{ type: 'text', delta: 'a <b' }]);
    expect(createReasoningSplitter().push('a <t')).toEqual([{ type: 'text', delta: 'a ' }]);
  });
});

describe('splitReasoningStream', () => {
  async function* stream(...deltas: string[]): AsyncGenerator<StreamPart> {
    await Promise.resolve();
    yield { type: 'start', warnings: [], response: { provider: 'acme' } };
    for (const delta of deltas) yield { type: 'text-delta', index: 0, delta };
    yield { type: 'part', index: 0, part: { type: 'text', text: deltas.join(''), providerData: { acme: 1 } } };
    yield { type: 'part', index: 1, part: { type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: {} } };
    yield { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };
  }

  it('turns tagged text into reasoning, in order, and passes the rest on', async () => {
    const result = await collect(splitReasoningStream(stream('<th', 'ink>H', 'm.</thi', 'nk>\n\n4', '2')));
    expect(result.content).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: '42', providerData: { acme: 1 } },
      { type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: {} },
    ]);
  });

  it('keeps deltas and parts in agreement', async () => {
    const sums = new Map<number, string>();
    const parts = new Map<number, unknown>();
    for await (const part of splitReasoningStream(stream('a<think>b</think>c<think>', 'd'))) {
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') sums.set(part.index, (sums.get(part.index) ?? '') + part.delta);
      if (part.type === 'part' && 'text' in part.part) parts.set(part.index, part.part.text);
    }
    expect(parts).toEqual(sums);
    expect([...parts.values()]).toEqual(['a', 'b', 'c', 'd']);
  });

  it('begins inside where it is told so', async () => {
    const result = await collect(splitReasoningStream(stream('Hm.', '</think>', '4'), { startsInside: true }));
    expect(result).toMatchObject({ text: '4', reasoning: 'Hm.' });
  });
});
