import { isWholeJSON, LineFramer, type Framer, type FramerEvents } from './framing.ts';

/**
 * Server-sent events.
 *
 * Beyond the standard: an event at the end of the bytes counts without its empty line when its data is whole; and a
 * line `error: {…}`, which gateways have been seen to write without `data:`, is an event named `error`.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream (read 2026-11-20)
 */
export function sse(events: FramerEvents, maxLength: number): Framer {
  return new SseFramer(events, maxLength);
}

const LF = 0x0a;
const SPACE = 0x20;

class SseFramer extends LineFramer implements Framer {
  data: string | undefined = undefined;
  name: string | undefined = undefined;
  endedWithCR = false;
  recognized = false;

  push(text: string): void {
    this.recognized ||= looksLikeSSE(text);
    let unix = text;
    if (this.endedWithCR && unix.startsWith('\n')) unix = unix.slice(1);
    if (text !== '') this.endedWithCR = text.endsWith('\r');
    if (unix.includes('\r')) unix = unix.replace(/\r\n?/g, '\n');
    const betweenEvents = this.heldLength === 0 && this.data === undefined && this.name === undefined;
    this.pushLines(unix, betweenEvents ? this.pushWholeEvents(unix) : 0);
  }

  /** The usual case, in one step per event: a name or none, one line of data, one empty line. Returns where it ends to hold. */
  pushWholeEvents(text: string): number {
    let from = 0;
    for (;;) {
      let name: string | undefined;
      let dataFrom = from;
      if (text.startsWith('event:', from)) {
        const nameEnd = text.indexOf('\n', from);
        if (nameEnd < 0) return from;
        name = text.slice(valueStart(text, from + 6), nameEnd);
        dataFrom = nameEnd + 1;
      }
      if (!text.startsWith('data:', dataFrom)) return from;
      const end = text.indexOf('\n', dataFrom);
      if (end < 0 || text.charCodeAt(end + 1) !== LF) return from;
      this.checkLength(end - dataFrom);
      this.events.onEvent(text.slice(valueStart(text, dataFrom + 5), end), name);
      from = end + 2;
    }
  }

  onLine(line: string): void {
    if (line === '') this.dispatch();
    else if (line.startsWith('data:')) this.addData(valueOf(line, 5));
    else if (line.startsWith('event:')) this.name = valueOf(line, 6);
    else if (line.startsWith('error:')) {
      this.dispatch();
      this.events.onEvent(valueOf(line, 6), 'error');
    } else if (line === 'data') this.addData('');
    // Comments, `id`, `retry` and unknown fields say nothing to us.
  }

  addData(value: string): void {
    this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    this.checkLength(this.data.length);
  }

  dispatch(): void {
    const { data, name } = this;
    this.data = this.name = undefined;
    if (data !== undefined) this.events.onEvent(data, name);
  }

  end(): void {
    const rest = this.takeHeld();
    if (rest !== '') this.onLine(rest);
    if (this.data === '[DONE]' || (this.data !== undefined && isWholeJSON(this.data))) this.dispatch();
  }

  canBegin(character: string): boolean {
    return character !== '{' && character !== '[' && character !== '<';
  }

  isRecognized(): boolean {
    return this.recognized;
  }
}

/** The value of a field. */
function valueOf(line: string, from: number): string {
  return line.slice(valueStart(line, from));
}

/** Where a field's value begins: one space after the colon is not part of it. */
function valueStart(text: string, from: number): number {
  return text.charCodeAt(from) === SPACE ? from + 1 : from;
}

const FIELDS = ['data', 'event', 'id:', 'retry:', 'error:', ':'];

/** Whether a first piece of text begins like a field or a comment, if only with its first letters. */
function looksLikeSSE(text: string): boolean {
  const beginning = text.trimStart();
  if (beginning === '') return false;
  return FIELDS.some((field) => beginning.startsWith(field) || field.startsWith(beginning));
}
