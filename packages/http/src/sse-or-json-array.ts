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

class EitherFramer implements Framer {
  readonly events: FramerEvents;
  readonly maxLength: number;
  readonly sse: Framer;
  /** What reads from here on; undefined before the first character that is no white space. */
  chosen: Framer | undefined = undefined;
  held = '';
  atLineStart = true;

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

  pushEvents(text: string): void {
    const bare = this.atLineStart && text.startsWith('{') ? 0 : afterLineEnd(text);
    if (bare < 0) {
      this.sse.push(text);
      this.atLineStart = /[\r\n]$/.test(text);
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
    return this.sse.isRecognized() || (this.chosen?.isRecognized() ?? false);
  }
}

/** Where a line begins with a brace, after another line; −1 where none does. */
function afterLineEnd(text: string): number {
  const at = text.indexOf('\n{');
  if (at >= 0) return at + 1;
  const old = text.indexOf('\r{');
  return old < 0 ? -1 : old + 1;
}
