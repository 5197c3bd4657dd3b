import { mapStream } from './map-stream.ts';
import type { ContentPart, TextPart } from './message.ts';
import { createReasoningSplitter, type Segment } from './reasoning-splitter.ts';
import type { StreamPart } from './stream-part.ts';

/**
 * Takes the thoughts out of an answer whose model writes them into its text, between `<think>` or `<thinking>` tags.
 *
 * A missing opening tag is tolerated: everything before the first closing tag is then thought. Both results are
 * trimmed; `reasoning` is `undefined` when there is none.
 *
 * @example
 * splitReasoning('<think>2 and 2…</think>\n\n4'); // { text: '4', reasoning: '2 and 2…' }
 */
export function splitReasoning(text: string): { text: string; reasoning?: string } {
  const opening = text.search(/<think(?:ing)?>/);
  const closing = text.search(/<\/think(?:ing)?>/);
  const startsInside = closing >= 0 && (opening < 0 || closing < opening);
  const splitter = createReasoningSplitter({ startsInside });
  const found = { text: '', reasoning: '' };
  for (const { type, delta } of [...splitter.push(text), ...splitter.end()]) found[type] += delta;
  return { text: found.text.trim(), ...(found.reasoning === '' ? {} : { reasoning: found.reasoning }) };
}

/** Between two indexes of the source there is room for this many parts that its text may fall into. */
const INDEX_STEP = 1024;

/**
 * The streaming form of {@link splitReasoning}: text deltas become reasoning deltas while inside the tags.
 *
 * A missing opening tag cannot be known before the closing one comes; say `startsInside` for models that leave it out.
 * The answer's end is not trimmed. Everything that is not text passes unchanged, at a new index of the same order.
 */
export function splitReasoningStream(
  stream: AsyncIterable<StreamPart>,
  options: { startsInside?: boolean } = {},
): AsyncIterable<StreamPart> {
  const texts = new Map<number, TextSplit>();
  const splitAt = (index: number): TextSplit => {
    let split = texts.get(index);
    if (!split) texts.set(index, (split = createTextSplit(index * INDEX_STEP, options)));
    return split;
  };
  return mapStream(stream, (part): StreamPart[] => {
    if (part.type === 'text-delta') return splitAt(part.index).push(part.delta);
    if (part.type === 'part' && part.part.type === 'text') {
      const split = texts.get(part.index);
      const before = split ? [] : splitAt(part.index).push(part.part.text);
      return [...before, ...splitAt(part.index).end(part.part)];
    }
    return 'index' in part ? [{ ...part, index: part.index * INDEX_STEP }] : [part];
  });
}

interface TextSplit {
  push(delta: string): StreamPart[];
  end(whole: TextPart): StreamPart[];
}

/** Splits one text part of a stream: opens a new part wherever thoughts and answer alternate. */
function createTextSplit(firstIndex: number, options: { startsInside?: boolean }): TextSplit {
  const splitter = createReasoningSplitter(options);
  let index = firstIndex;
  let open: { type: 'text' | 'reasoning'; text: string } | undefined;

  function close(extra: Partial<TextPart> = {}): StreamPart[] {
    if (!open) return [];
    const part = { ...(open.type === 'text' ? extra : {}), ...open } as ContentPart;
    open = undefined;
    return [{ type: 'part', index: index++, part }];
  }

  function parts(segments: Segment[]): StreamPart[] {
    const out: StreamPart[] = [];
    for (const { type, delta } of segments) {
      if (open && open.type !== type) out.push(...close());
      open ??= { type, text: '' };
      open.text += delta;
      out.push({ type: `${type}-delta`, index, delta });
    }
    return out;
  }

  return {
    push: (delta) => parts(splitter.push(delta)),
    end(whole) {
      const { type: _type, text: _text, ...extra } = whole;
      const rest = [...parts(splitter.end()), ...close(extra)];
      return index === firstIndex ? [{ type: 'part', index: index++, part: { ...whole, text: '' } }] : rest;
    },
  };
}
