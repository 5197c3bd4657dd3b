import type { Framer, FramerEvents } from './framing.ts';
import { jsonArray } from './json-array.ts';
import { sse } from './sse.ts';

/**
 * Server-sent events, or a JSON array, whichever the first character says. Between server-sent events, a line that
 * begins with `{` begins a bare JSON document: gateways have been seen to write errors so, without `data:`.
 */
export function sseOrJSONArray(events: FramerEvents, maxLength: number): Framer {
  return new EitherFramer(events, maxLength);
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const EVENT_END = '\r\n\r\n';

class EitherFramer implements Framer {
  readonly events: FramerEvents;
  readonly maxLength: number;
  readonly sse: Framer;
  /** What reads from here on; undefined before the first character that is no white space. */
  chosen: Framer | undefined = undefined;
  held = '';
  atLineStart = true;
  betweenEvents = true;
  hasEvents = false;

  constructor(events: FramerEvents, maxLength: number) {
    this.events = events;
    this.maxLength = maxLength;
    this.sse = sse(events, maxLength);
  }

  push(text: string): void {
    const { chosen } = this;
    if (chosen === undefined) this.choose(text);
    else if (chosen === this.sse) this.pushEvents(text);
    else chosen.push(text);
  }

  choose(text: string): void {
    this.held += text;
    const first = text.trimStart().slice(0, 1);
    if (first === '') {
      if (this.held.length > this.maxLength) this.events.onOverflow();
      return;
    }
    this.chosen = first === '[' ? jsonArray(this.events, this.maxLength) : this.sse;
    const { held } = this;
    this.held = '';
    this.push(held);
  }

  /** From one end of an event to the last one in the text, in one step per event; before and after, in the usual way. */
  pushEvents(text: string): void {
    let from = 0;
    if (!this.betweenEvents) {
      const end = text.indexOf(EVENT_END);
      if (end < 0) return this.pushLines(text);
      from = end + EVENT_END.length;
      this.pushLines(text.slice(0, from));
      if (this.chosen !== this.sse) return this.push(text.slice(from));
    }
    from = this.pushWholeEvents(text, from);
    if (from < text.length) this.pushLines(from === 0 ? text : text.slice(from));
  }

  /** Events of one line of data that end as Google's do, which the framing of events would have to translate first. */
  pushWholeEvents(text: string, start: number): number {
    let from = start;
    while (text.startsWith('data:', from)) {
      const end = text.indexOf('\r', from);
      if (end < 0 || !text.startsWith(EVENT_END, end) || text.indexOf('\n', from) < end) break;
      if (end - from > this.maxLength) this.events.onOverflow();
      this.hasEvents = true;
      this.events.onEvent(text.slice(text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5, end), undefined);
      from = end + EVENT_END.length;
    }
    if (from > start) this.atLineStart = true;
    return from;
  }

  pushLines(text: string): void {
    const bare = this.atLineStart && text.startsWith('{') ? 0 : afterLineEnd(text);
    if (bare < 0) {
      this.sse.push(text);
      const last = text.charCodeAt(text.length - 1);
      this.atLineStart = last === LF || last === CR;
      this.betweenEvents = text.endsWith(EVENT_END);
      return;
    }
    this.sse.push(text.slice(0, bare));
    this.chosen = jsonArray(this.events, this.maxLength);
    this.chosen.push(text.slice(bare));
  }

  end(): void {
    this.sse.end();
    if (this.chosen !== this.sse) this.chosen?.end();
  }

  canBegin(character: string): boolean {
    return character === '[' || this.sse.canBegin(character);
  }

  isRecognized(): boolean {
    return this.hasEvents || this.sse.isRecognized() || (this.chosen?.isRecognized() ?? false);
  }
}

/** Where a line begins with a brace, after another line; −1 where none does. */
function afterLineEnd(text: string): number {
  const at = text.indexOf('\n{');
  if (at >= 0) return at + 1;
  const old = text.indexOf('\r{');
  return old < 0 ? -1 : old + 1;
}
