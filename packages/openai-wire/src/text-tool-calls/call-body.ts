import type { Format } from './formats.ts';

/** What a body turned out to be, as far as it has come: JSON has strings in it, anything else has not. */
type Kind = 'unknown' | 'name' | 'json' | 'plain';

/** A name before the JSON is at most so long, in UTF-16 units. */
const LONGEST_NAME = 256;

/**
 * Finds the end of a call's body while it is still coming. Each character is looked at once.
 *
 * What stands inside a JSON string does not end a call.
 */
export class CallBody {
  readonly format: Format;
  readonly pieces: string[] = [];
  kind: Kind;
  /** This is no call, whatever follows. */
  broken = false;
  length = 0;
  depth = 0;
  inString = false;
  escaped = false;
  /** How much of the end tag has been seen. */
  matched = 0;

  /** @param lenient Strings are not looked into: the first end tag ends the body, wherever it stands. */
  constructor(format: Format, lenient: boolean) {
    this.format = format;
    this.kind = lenient && format.end !== undefined ? 'plain' : 'unknown';
  }

  /** Adds text from `from` on. Gives where the body is over; -1 when all of the text is part of it. */
  push(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      this.length++;
      if (!this.isLast(text.charCodeAt(at)) && !this.broken) continue;
      this.pieces.push(text.slice(from, at + 1));
      return at + 1;
    }
    this.pieces.push(text.slice(from));
    return -1;
  }

  /** All that came, end tag included. */
  text(): string {
    return this.pieces.join('');
  }

  isLast(code: number): boolean {
    const { end } = this.format;
    if (this.inString) {
      this.readInString(code);
      return false;
    }
    if (end !== undefined && this.matches(code, end)) return true;
    if (this.kind === 'unknown' || this.kind === 'name') this.findKind(code);
    if (this.kind !== 'json') return false;
    if (code === QUOTE) this.inString = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.depth++;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.depth--;
    return end === undefined && this.depth === 0;
  }

  /** JSON begins at once, or, where no tag ends it, after a name. */
  findKind(code: number): void {
    if (code === OPEN_OBJECT || (code === OPEN_LIST && this.kind === 'unknown')) this.kind = 'json';
    else if (this.kind === 'unknown' && code > SPACE) this.kind = this.format.end === undefined ? 'name' : 'plain';
    if (this.kind === 'name') this.broken = code <= SPACE || this.length > LONGEST_NAME;
  }

  readInString(code: number): void {
    if (this.escaped) this.escaped = false;
    else if (code === BACKSLASH) this.escaped = true;
    else if (code === QUOTE) this.inString = false;
  }

  /** Whether the end tag is complete. Its first character stands nowhere else in it. */
  matches(code: number, tag: string): boolean {
    if (code === tag.charCodeAt(this.matched)) this.matched++;
    else this.matched = code === tag.charCodeAt(0) ? 1 : 0;
    return this.matched === tag.length;
  }
}

const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
