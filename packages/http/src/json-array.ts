import type { Framer, FramerEvents } from './framing.ts';

/**
 * The elements of one JSON array, each as soon as it is whole: what a vendor streams where it does not send server-sent
 * events. An element that is an object ends with its last brace, not with the comma after it.
 */
export function jsonArray(events: FramerEvents, maxLength: number): Framer {
  return new JsonFramer(events, maxLength);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const CR = 0x0d;
const SPACE = 0x20;

/** Each character is looked at once; an element that comes in many pieces is joined once. */
class JsonFramer implements Framer {
  readonly events: FramerEvents;
  readonly maxLength: number;
  /** `before` the array, where bare documents may stand, too; `inside` it; `after` it, where nothing counts. */
  place: 'before' | 'inside' | 'after' = 'before';
  hasElements = false;
  pieces: string[] = [];
  heldLength = 0;
  /** Of the element that is read: brackets that are open, and whether it has begun, is in a string, after a backslash. */
  depth = 0;
  begun = false;
  inString = false;
  escaped = false;

  constructor(events: FramerEvents, maxLength: number) {
    this.events = events;
    this.maxLength = maxLength;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length && this.place !== 'after'; at++) {
      const code = text.charCodeAt(at);
      if (this.inString) {
        at = this.skipString(text, at);
      } else if (this.depth > 0) {
        if (this.readNested(code)) {
          this.emit(text.slice(from, at + 1));
          from = at + 1;
        }
      } else if (this.endsElement(code)) {
        this.emit(text.slice(from, at));
        from = at + 1;
        if (code === CLOSE_BRACKET) this.place = 'after';
      } else if (!this.begun && isBetween(code)) {
        from = at + 1;
      } else if (code === OPEN_BRACKET && this.place === 'before') {
        this.place = 'inside';
        from = at + 1;
      } else {
        this.begun = true;
        this.readNested(code);
      }
    }
    if (this.begun && from < text.length) this.hold(text.slice(from));
  }

  /** To the end of a string, or of the text. Returns the place of the last character that was read. */
  skipString(text: string, start: number): number {
    for (let at = start; at < text.length; at++) {
      if (this.escaped) {
        this.escaped = false;
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) this.escaped = true;
      else if (code === QUOTE) {
        this.inString = false;
        return at;
      }
    }
    return text.length - 1;
  }

  /** Counts brackets. Returns whether the outermost one has been closed. */
  readNested(code: number): boolean {
    if (code === QUOTE) this.inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) return --this.depth === 0;
    return false;
  }

  /** What ends an element that is no object, and the array. */
  endsElement(code: number): boolean {
    return this.place === 'inside' && (code === COMMA || code === CLOSE_BRACKET);
  }

  emit(last: string): void {
    const element = this.takeHeld(last).trim();
    this.begun = false;
    this.depth = 0;
    if (element === '') return;
    this.hasElements = true;
    this.events.onEvent(element, undefined);
  }

  hold(text: string): void {
    this.checkLength(text.length);
    this.pieces.push(text);
    this.heldLength += text.length;
  }

  takeHeld(last: string): string {
    this.checkLength(last.length);
    if (this.pieces.length === 0) return last;
    const held = this.pieces.join('') + last;
    this.pieces = [];
    this.heldLength = 0;
    return held;
  }

  checkLength(more: number): void {
    if (this.heldLength + more > this.maxLength) this.events.onOverflow();
  }

  end(): void {
    // An object is given with its last brace; any other element that nothing follows may have been cut.
  }

  canBegin(character: string): boolean {
    return character === '[';
  }

  /** An array that is over and held nothing is no answer. */
  isRecognized(): boolean {
    return this.hasElements || this.place === 'inside';
  }
}

function isBetween(code: number): boolean {
  return code === COMMA || code === SPACE || (code >= 0x09 && code <= CR);
}
