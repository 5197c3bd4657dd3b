/** A piece of an answer, told apart by where it stood. */
export interface Segment {
  type: 'text' | 'reasoning';
  delta: string;
}

/** Tells thoughts and answer apart while the text is still coming. */
export interface ReasoningSplitter {
  /** More of the text: the pieces that are certain by now. What may yet become a tag is held back. */
  push(delta: string): Segment[];
  /** No more text: what was held back. */
  end(): Segment[];
}

const TAGS = { text: ['<think>', '<thinking>'], reasoning: ['</think>', '</thinking>'] } as const;

/**
 * Splits text at `<think>…</think>` and `<thinking>…</thinking>`, wherever the pieces are cut.
 *
 * White space around the thoughts is dropped: before the first and after the last word inside the tags, and between
 * a closing tag and the answer. Thoughts that are never closed are thoughts to the end. Cost is linear.
 *
 * @param startsInside The text begins inside the thoughts, because the prompt template has opened them already
 * (DeepSeek R1, Qwen3 thinking). @default false
 */
export function createReasoningSplitter({ startsInside = false } = {}): ReasoningSplitter {
  let state: Segment['type'] = startsInside ? 'reasoning' : 'text';
  let held = ''; // the beginning of what may become a tag
  let space = ''; // white space that is dropped unless a word follows
  let trimming = startsInside;
  let out: Segment[] = [];

  function emit(text: string): void {
    const words = trimming ? text.trimStart() : text;
    if (words === '') return;
    trimming = false;
    const end = state === 'reasoning' ? words.trimEnd().length : words.length;
    if (end > 0) {
      out.push({ type: state, delta: space + words.slice(0, end) });
      space = '';
    }
    space += words.slice(end);
  }

  function push(delta: string): Segment[] {
    out = [];
    let rest = held + delta;
    for (;;) {
      const tag = firstTag(rest, TAGS[state]);
      if (!tag) break;
      emit(rest.slice(0, tag.at));
      rest = rest.slice(tag.at + tag.length);
      state = state === 'text' ? 'reasoning' : 'text';
      space = '';
      trimming = true;
    }
    const keep = rest.length - heldLength(rest, TAGS[state]);
    emit(rest.slice(0, keep));
    held = rest.slice(keep);
    return out;
  }

  function end(): Segment[] {
    out = [];
    emit(held);
    held = '';
    return out;
  }

  return { push, end };
}

function firstTag(text: string, tags: readonly string[]): { at: number; length: number } | undefined {
  let first: { at: number; length: number } | undefined;
  for (const tag of tags) {
    const at = text.indexOf(tag);
    if (at >= 0 && (!first || at < first.at)) first = { at, length: tag.length };
  }
  return first;
}

/** How many characters at the end could be the beginning of a tag. */
function heldLength(text: string, tags: readonly string[]): number {
  const from = text.lastIndexOf('<');
  if (from < 0) return 0;
  const tail = text.slice(from);
  return tags.some((tag) => tag.startsWith(tail)) ? tail.length : 0;
}
