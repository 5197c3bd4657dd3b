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

const SPACE = 0x20;

class SseFramer extends LineFramer implements Framer {
  data: string | undefined = undefined;
  name: string | undefined = undefined;
  endedWithCR = false;
  recognized = false;

  push(text: string): void {
    this.recognized ||= looksLikeSSE(text);
    const rest = this.endedWithCR && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') this.endedWithCR = text.endsWith('\r');
    const hasCR = rest.includes('\r');
    let from = 0;
    if (!this.isBetweenEvents()) {
      const eventEnd = hasCR ? '\r\n\r\n' : '\n\n';
      const end = rest.indexOf(eventEnd);
      from = end < 0 ? rest.length : end + eventEnd.length;
      this.pushUnix(rest.slice(0, from), hasCR);
    }
    from = this.pushWholeEvents(rest, from, hasCR ? '\r\n' : '\n');
    if (from < rest.length) this.pushUnix(from === 0 ? rest : rest.slice(from), hasCR);
  }

  isBetweenEvents(): boolean {
    return this.heldLength === 0 && this.data === undefined && this.name === undefined;
  }

  pushUnix(text: string, hasCR: boolean): void {
    this.pushLines(hasCR ? text.replace(/\r\n?/g, '\n') : text);
  }

  /**
   * The usual case, in one step per event: a name or none, one line of data, one empty line.
   *
   * @returns where it ends to hold
   */
  pushWholeEvents(text: string, start: number, lineEnd: '\n' | '\r\n'): number {
    let from = start;
    for (;;) {
      let name: string | undefined;
      let dataFrom = from;
      if (text.startsWith('event:', from)) {
        const nameEnd = lineEndAfter(text, from, lineEnd);
        if (nameEnd < 0) return from;
        name = text.slice(valueStart(text, from + 6), nameEnd);
        dataFrom = nameEnd + lineEnd.length;
      }
      if (!text.startsWith('data:', dataFrom)) return from;
      const end = lineEndAfter(text, dataFrom, lineEnd);
      if (end < 0 || !text.startsWith(lineEnd, end + lineEnd.length)) return from;
      this.checkLength(end - dataFrom);
      this.events.onEvent(text.slice(valueStart(text, dataFrom + 5), end), name);
      from = end + 2 * lineEnd.length;
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

/** Where a line ends; -1 where it does not, or ends in another way. */
function lineEndAfter(text: string, from: number, lineEnd: '\n' | '\r\n'): number {
  const lf = text.indexOf('\n', from);
  if (lineEnd === '\n' || lf < 0) return lf;
  const cr = text.indexOf('\r', from);
  return cr === lf - 1 ? cr : -1;
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
