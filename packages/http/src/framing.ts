/** Cuts the text of an answer into events. Fed as the bytes come, however they are cut. */
export interface Framer {
  push(text: string): void;
  /** No more text. An event that lacks only its end mark still counts; one that was cut does not. */
  end(): void;
  /** Whether an answer in this framing can begin with this character. A page of HTML or a whole JSON answer cannot. */
  canBegin(character: string): boolean;
  /** Whether anything of this framing has been seen, if only the beginning of an event. */
  isRecognized(): boolean;
}

/** What a framer reports to. */
export interface FramerEvents {
  /** A whole event: its data and, where the framing has them, its name. */
  onEvent(data: string, name: string | undefined): void;
  /** An event is longer than the limit. Must throw. */
  onOverflow(): never;
}

/** Makes a framer. `maxLength` bounds one event, in UTF-16 units. */
export type Framing = (events: FramerEvents, maxLength: number) => Framer;

/** Cuts text into lines at LF. Each character is looked at once; a line that comes in many pieces is joined once. */
export abstract class LineFramer {
  readonly events: FramerEvents;
  readonly maxLength: number;
  pieces: string[] = [];
  heldLength = 0;

  constructor(events: FramerEvents, maxLength: number) {
    this.events = events;
    this.maxLength = maxLength;
  }

  /** A line without its LF. */
  abstract onLine(line: string): void;

  /** Adds text from `start` on. */
  pushLines(text: string, start = 0): void {
    let from = start;
    for (;;) {
      const at = text.indexOf('\n', from);
      if (at < 0) break;
      this.checkLength(this.heldLength + at - from);
      const line = text.slice(from, at);
      this.onLine(this.heldLength === 0 ? line : this.takeHeld() + line);
      from = at + 1;
    }
    if (from === text.length) return;
    this.pieces.push(from === 0 ? text : text.slice(from));
    this.heldLength += text.length - from;
    this.checkLength(this.heldLength);
  }

  /** What came of a line whose end has not come. */
  takeHeld(): string {
    const held = this.pieces.join('');
    this.pieces = [];
    this.heldLength = 0;
    return held;
  }

  checkLength(length: number): void {
    if (length > this.maxLength) this.events.onOverflow();
  }
}

/** Whether a text is a JSON value from its first to its last character. */
export function isWholeJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
