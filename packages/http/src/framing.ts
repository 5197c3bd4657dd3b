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

/** Cuts text into lines at LF. Each character is looked at once; a line that is long and comes in many pieces is joined once. */
export function createLineSplitter(onLine: (line: string) => void, maxLength: number, onOverflow: () => never) {
  let pieces: string[] = [];
  let length = 0;

  function takeHeld(last: string): string {
    pieces.push(last);
    const line = pieces.join('');
    pieces = [];
    length = 0;
    return line;
  }

  return {
    /** Adds text, the part before `start` left out. */
    push(text: string, start = 0): void {
      let from = start;
      for (;;) {
        const at = text.indexOf('\n', from);
        if (at < 0) break;
        if (length + at - from > maxLength) onOverflow();
        const line = text.slice(from, at);
        onLine(length === 0 ? line : takeHeld(line));
        from = at + 1;
      }
      if (from === text.length) return;
      pieces.push(from === 0 ? text : text.slice(from));
      length += text.length - from;
      if (length > maxLength) onOverflow();
    },
    /** Whether no line is under way. */
    isEmpty: (): boolean => length === 0,
    /** The last line, when it has no end mark. */
    rest: (): string => (length === 0 ? '' : takeHeld('')),
  };
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
