import { toBytes, joinBytes, type Bytes } from '../server/cut.ts';
import { seededRandom } from '../server/random.ts';
import type { AnswerSample, WireSample } from './wire-sample.ts';

/** A frame as text. Frames of binary wires are never asked for theirs. */
export function textOfFrame(frame: Bytes): string {
  return typeof frame === 'string' ? frame : new TextDecoder().decode(frame);
}

/** Frames as one text. */
export function textOfFrames(frames: readonly Bytes[]): string {
  return frames.map(textOfFrame).join('');
}

/** A complete event that should hold JSON and does not. */
export function brokenEvent({ framing, brokenEvent }: WireSample): Bytes {
  if (brokenEvent !== undefined) return brokenEvent;
  if (framing === 'other') throw new TypeError('A wire whose framing is "other" must give its own `brokenEvent`.');
  return framing === 'sse' ? 'data: {"broken": tru\n\n' : '{"broken": tru\n';
}

/** An event of a kind that nobody knows. */
export function unknownEvent({ framing, unknownEvent }: WireSample): Bytes {
  if (unknownEvent !== undefined) return unknownEvent;
  if (framing === 'other') throw new TypeError('A wire whose framing is "other" must give its own `unknownEvent`.');
  const json = '{"type":"sdk_unknown","sdk_unknown":{"a":[1,"é"]}}';
  return framing === 'sse' ? `event: sdk_unknown\ndata: ${json}\n\n` : `${json}\n`;
}

/** Frames with another one between all of them, before the terminal one. */
export function interleave({ events, terminal }: AnswerSample, extra: Bytes): Bytes[] {
  return events.flatMap((frame, at) => (at <= terminal ? [extra, frame] : [frame]));
}

/** The first offset, in bytes, at which the answer may count as complete: up to here, every cut is an interruption. */
export function completeFrom({ events, terminal }: AnswerSample): number {
  const last = events[terminal];
  if (last === undefined) throw new RangeError(`\`terminal\` (${terminal}) is no index of \`events\`.`);
  const frame = typeof last === 'string' ? last.trimEnd() : last;
  return joinBytes(events.slice(0, terminal)).length + toBytes(frame).length;
}

/**
 * Places at which to cut a stream before it is complete, in bytes: all of them in a short one; in a long one the ends of
 * events, their neighbours and middles, and a random choice up to `most`.
 */
export function cutsBefore(sample: AnswerSample, most: number): number[] {
  const end = completeFrom(sample);
  if (end - 1 <= most) return Array.from({ length: end - 1 }, (_, at) => at + 1);
  const places = new Set<number>();
  let at = 0;
  for (const frame of sample.events) {
    const { length } = toBytes(frame);
    for (const place of [at - 1, at, at + 1, at + (length >> 1)]) places.add(place);
    at += length;
  }
  const random = seededRandom(end);
  while (places.size < most) places.add(1 + Math.floor(random() * (end - 1)));
  return [...places].filter((place) => place > 0 && place < end).sort((a, b) => a - b);
}

/** White space after the first brace of a frame's JSON: the same event, as long as you like. */
export function padded(frame: Bytes, bytes: number): string {
  return textOfFrame(frame).replace('{', `{${' '.repeat(bytes)}`);
}

/** A field that nobody knows, put into the JSON of a text. Only the first brace is touched. */
export function withUnknownField(json: string): string {
  return json.replace(/\{\s*(["}])/, (_, next: string) => `{"sdk_unknown":{"a":[1,null]}${next === '}' ? '' : ','}${next}`);
}
