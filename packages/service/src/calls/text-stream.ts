import { createReasoningSplitter, mapStream, type ReasoningSplitter, type StreamPart } from '@sdk/core';

/**
 * The text of an answer as it comes, without the thoughts that stand in it between tags. An opening tag that is missing is not known in time:
 * say `startsInside` for models that leave it out.
 */
export function answerTextOf(stream: AsyncIterable<StreamPart>, startsInside = false): AsyncIterable<string> {
  const splitters = new Map<number, ReasoningSplitter>();
  const told = new Set<number>();
  const splitterAt = (index: number): ReasoningSplitter => {
    let splitter = splitters.get(index);
    if (!splitter) splitters.set(index, (splitter = createReasoningSplitter({ startsInside: startsInside && splitters.size === 0 })));
    return splitter;
  };
  const textIn = (segments: ReturnType<ReasoningSplitter['push']>): string[] =>
    segments.flatMap(({ type, delta }) => (type === 'text' && delta !== '' ? [delta] : []));
  return mapStream(stream, (part) => {
    if (part.type === 'text-delta') {
      told.add(part.index);
      return textIn(splitterAt(part.index).push(part.delta));
    }
    if (part.type !== 'part' || part.part.type !== 'text') return [];
    const splitter = splitterAt(part.index);
    const whole = told.has(part.index) ? [] : textIn(splitter.push(part.part.text));
    return [...whole, ...textIn(splitter.end())];
  });
}
