import { createLineSplitter, isWholeJSON, type Framer, type FramerEvents } from './framing.ts';

const LF = 0x0a;
const SPACE = 0x20;

/**
 * Server-sent events.
 *
 * Beyond the standard: an event at the end of the bytes counts without its empty line when its data is whole; and a
 * line `error: {…}`, which gateways have been seen to write without `data:`, is an event named `error`.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream (read 2026-11-20)
 */
export function sse({ onEvent, onOverflow }: FramerEvents, maxLength: number): Framer {
  let data: string | undefined;
  let name: string | undefined;
  let endedWithCR = false;
  let recognized = false;
  const lines = createLineSplitter(onLine, maxLength, onOverflow);

  function dispatch(): void {
    const event = data;
    const eventName = name;
    data = name = undefined;
    if (event !== undefined) onEvent(event, eventName);
  }

  function onLine(line: string): void {
    if (line === '') dispatch();
    else if (line.startsWith('data:')) addData(valueOf(line, 5));
    else if (line.startsWith('event:')) name = valueOf(line, 6);
    else if (line.startsWith('error:')) {
      dispatch();
      onEvent(valueOf(line, 6), 'error');
    } else if (line === 'data') addData('');
    // Comments, `id`, `retry` and unknown fields say nothing to us.
  }

  function addData(value: string): void {
    data = data === undefined ? value : `${data}\n${value}`;
    if (data.length > maxLength) onOverflow();
  }

  /** The usual case, in one step per event: one line of data, one empty line. Returns where it ends to hold. */
  function pushWholeEvents(text: string): number {
    let from = 0;
    while (text.startsWith('data:', from)) {
      const end = text.indexOf('\n', from);
      if (end < 0 || text.charCodeAt(end + 1) !== LF) break;
      if (end - from > maxLength) onOverflow();
      onEvent(text.slice(text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5, end), undefined);
      from = end + 2;
    }
    return from;
  }

  return {
    canBegin: (character) => character !== '{' && character !== '[' && character !== '<',
    isRecognized: () => recognized,
    push(text) {
      recognized ||= looksLikeSSE(text);
      let unix = text;
      if (endedWithCR && unix.startsWith('\n')) unix = unix.slice(1);
      if (text !== '') endedWithCR = text.endsWith('\r');
      if (unix.includes('\r')) unix = unix.replace(/\r\n?/g, '\n');
      const betweenEvents = lines.isEmpty() && data === undefined && name === undefined;
      const from = betweenEvents ? pushWholeEvents(unix) : 0;
      lines.push(unix, from);
    },
    end() {
      const rest = lines.rest();
      if (rest !== '') onLine(rest);
      if (data === '[DONE]' || (data !== undefined && isWholeJSON(data))) dispatch();
    },
  };
}

/** The value of a field: one space after the colon is not part of it. */
function valueOf(line: string, from: number): string {
  return line.slice(line.charCodeAt(from) === SPACE ? from + 1 : from);
}

const FIELDS = ['data', 'event', 'id:', 'retry:', 'error:', ':'];

/** Whether a first piece of text begins like a field or a comment, if only with its first letters. */
function looksLikeSSE(text: string): boolean {
  const beginning = text.trimStart();
  if (beginning === '') return false;
  return FIELDS.some((field) => beginning.startsWith(field) || field.startsWith(beginning));
}
