import { isJSONObject } from '@sdk/core';
import type { DecodeContext } from './codec.ts';

/** A value that changes from event to event: what holds it, and its key there. */
export type Varying = readonly [holder: object | null | undefined, key: string];

/**
 * Names the values in which an event may differ from the one before: its text, and what else changes with every event
 * (a number, a date, padding). None for events whose objects the codec keeps: the next event may be the same object.
 */
export type FindVarying<Event> = (event: Event) => readonly Varying[];

/**
 * Makes what reads the JSON of the events of one stream.
 *
 * Nearly every event is the one before, letter for letter, but for a few values. Where `findVarying` names them, such an
 * event is compared with the last one instead of parsed, which costs a tenth. The result is what `JSON.parse` gives,
 * but the object may be that of an earlier event with new values in it: read it before the next event, and change
 * nothing in it.
 *
 * @param takesArrays Whether an event may be an array, too. @default false
 * @returns Reads one event. Reports it as malformed when it is no JSON object.
 */
export function createEventParser<Event extends object>(context: DecodeContext, findVarying: FindVarying<Event>, takesArrays = false): (data: string) => Event {
  let pattern: Pattern | undefined;
  /** How many patterns in a row fitted nothing. */
  let useless = 0;

  return (data) => {
    if (pattern?.fits(data)) {
      useless = 0;
      return pattern.event as Event;
    }
    const event = parseObject(data, context, takesArrays) as Event;
    if (useless < MAX_USELESS) {
      const learned = learn(data, event, findVarying);
      if (learned) {
        pattern = learned;
        useless++;
      }
    }
    return event;
  };
}

/** A stream whose events differ in other ways is parsed without further attempts. */
const MAX_USELESS = 4;

function parseObject(data: string, context: DecodeContext, takesArrays: boolean): object {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    context.malformed('an event of the stream is not JSON.', cause);
  }
  return isJSONObject(event) || (takesArrays && Array.isArray(event)) ? event : context.malformed('an event of the stream is no JSON object.');
}

/** A place in an event where any value of a kind may stand. */
interface Hole {
  holder: Record<string, unknown>;
  key: string;
  isText: boolean;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** @see https://www.rfc-editor.org/rfc/rfc8259#section-6 (read 2026-11-29) */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** The longest strings that a slice copies; a longer slice keeps all of what it was cut from alive. A fact of V8. */
const COPIED_LENGTH = 12;

/** The JSON of an event with holes in it. */
class Pattern {
  /** What the JSON says, with the values of the last event that fitted. */
  readonly event: object;
  readonly holes: readonly Hole[];
  /** What stands before, between and behind the holes. */
  readonly pieces: readonly string[];
  /** The last piece without its spaces, where they may differ: it only closes brackets. Anthropic pads with them. */
  readonly closing: string | undefined;
  readonly values: (string | number)[] = [];
  /** Where the value that was read last ends. */
  end = 0;

  constructor(event: object, holes: readonly Hole[], pieces: readonly string[]) {
    this.event = event;
    this.holes = holes;
    this.pieces = pieces;
    const closing = (pieces.at(-1) as string).replaceAll(' ', '');
    this.closing = /^"?[}\]]*$/.test(closing) ? closing : undefined;
  }

  /** Whether an event is this JSON with other values in the holes. If so, they are in {@link Pattern.event}. */
  fits(data: string): boolean {
    const { holes, pieces, values } = this;
    let at = 0;
    for (let n = 0; n < holes.length; n++) {
      const piece = pieces[n] as string;
      const from = at + piece.length;
      // Comparing slices is several times faster than `startsWith`.
      if (data.slice(at, from) !== piece) return false;
      const value = (holes[n] as Hole).isText ? this.text(data, from) : this.number(data, from);
      if (value === undefined) return false;
      values[n] = value;
      at = this.end;
    }
    if (data.slice(at) !== pieces[holes.length] && !this.closes(data, at)) return false;
    for (let n = 0; n < holes.length; n++) {
      const { holder, key } = holes[n] as Hole;
      holder[key] = values[n];
    }
    return true;
  }

  text(data: string, from: number): string | undefined {
    let at = from;
    let isEscaped = false;
    for (let code = data.charCodeAt(at); code !== QUOTE; code = data.charCodeAt(++at)) {
      if (!(code >= SPACE)) return undefined;
      if (code !== BACKSLASH) continue;
      isEscaped = true;
      at++;
    }
    this.end = at;
    if (isEscaped) return unescape(data.slice(from - 1, at + 1));
    const text = data.slice(from, at);
    return text.length > COPIED_LENGTH ? copy(text) : text;
  }

  number(data: string, from: number): number | undefined {
    NUMBER.lastIndex = from;
    if (!NUMBER.test(data)) return undefined;
    this.end = NUMBER.lastIndex;
    return Number(data.slice(from, this.end));
  }

  /** Whether the rest differs from the last piece in spaces only. */
  closes(data: string, from: number): boolean {
    const { closing } = this;
    if (closing === undefined) return false;
    let closed = 0;
    for (let at = from; at < data.length; at++) {
      const code = data.charCodeAt(at);
      if (code === SPACE) continue;
      if (code !== closing.charCodeAt(closed++)) return false;
    }
    return closed === closing.length;
  }
}

/** A string literal's text; `undefined` where the literal is none. */
function unescape(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

/** A copy of a slice: joined strings are copied when they are cut. */
function copy(slice: string): string {
  return ` ${slice}`.slice(1);
}

/** A value that varies, and what of the JSON stands for it: of a text, what is between the quotes. */
interface Place {
  /** Number in the list of what varies. */
  n: number;
  value: string | number;
  from: number;
  to: number;
}

/** The pattern of an event, proved: with other values written into the holes, exactly these are read. */
function learn<Event extends object>(data: string, event: Event, findVarying: FindVarying<Event>): Pattern | undefined {
  const places = findPlaces(data, findVarying(event));
  if (places.length === 0) return undefined;
  const pieces = places.map(({ from }, n) => copy(data.slice(places[n - 1]?.to ?? 0, from)));
  pieces.push(copy(data.slice(places.at(-1)?.to)));
  const proof = JSON.parse(pieces.reduce((text, piece, n) => text + otherThan((places[n - 1] as Place).value) + piece)) as Event;
  const varying = findVarying(proof);
  const holes: Hole[] = [];
  for (const { n, value } of places) {
    const [holder, key] = (varying[n] ?? []) as [Record<string, unknown>?, string?];
    if (!holder || key === undefined || holder[key] !== otherThan(value)) return undefined;
    holes.push({ holder, key, isText: typeof value === 'string' });
  }
  return new Pattern(proof, holes, pieces);
}

function findPlaces(data: string, varying: readonly Varying[]): Place[] {
  const places: Place[] = [];
  varying.forEach(([holder, key], n) => {
    const value = (holder as Record<string, unknown> | null | undefined)?.[key];
    if (value === '' || (typeof value !== 'string' && typeof value !== 'number')) return;
    const literal = JSON.stringify(value);
    const at = placeOf(data, `${JSON.stringify(key)}:`, literal);
    if (at < 0) return;
    const quote = typeof value === 'string' ? 1 : 0;
    places.push({ n, value, from: at + quote, to: at + literal.length - quote });
  });
  places.sort((a, b) => a.from - b.from);
  return places.filter(({ from }, n) => n === 0 || from > (places[n - 1] as Place).to);
}

/** Where a value stands behind its name, as compact JSON has it or as Python writes it; -1 where it does not. */
function placeOf(data: string, name: string, literal: string): number {
  for (const gap of ['', ' ']) {
    const at = data.indexOf(name + gap + literal);
    if (at >= 0) return at + name.length + gap.length;
  }
  return -1;
}

/** Another value of the same kind. */
function otherThan(value: string | number): string | number {
  if (typeof value === 'string') return value === '?' ? '!' : '?';
  return value === 1 ? 2 : 1;
}
