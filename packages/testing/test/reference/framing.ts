/** Cuts text into the data of events, however the text comes. */
export interface Framer {
  push(text: string): string[];
  /** What lacks only its end mark. */
  end(): string[];
}

/** Server-sent events, or lines of JSON. `onOverflow` must throw. */
export function createFramer(framing: 'sse' | 'ndjson', maxLength: number, onOverflow: () => never): Framer {
  let held: string[] = [];
  let length = 0;
  let skipLF = false;
  let data: string[] = [];
  let dataLength = 0;

  function onLine(line: string, events: string[]): void {
    if (framing === 'ndjson') {
      if (line.trim() !== '') events.push(line);
    } else if (line === '') {
      if (data.length > 0) events.push(data.join('\n'));
      data = [];
      dataLength = 0;
    } else if (line.startsWith('data:')) {
      data.push(line.slice(line[5] === ' ' ? 6 : 5));
      dataLength += line.length;
      if (dataLength > maxLength) onOverflow();
    }
  }

  function hold(piece: string): void {
    if (piece === '') return;
    held.push(piece);
    length += piece.length;
    if (length > maxLength) onOverflow();
  }

  function takeLine(): string {
    const line = held.join('');
    held = [];
    length = 0;
    return line;
  }

  return {
    push(text) {
      const events: string[] = [];
      let from = skipLF && text.startsWith('\n') ? 1 : 0;
      if (text !== '') skipLF = text.endsWith('\r');
      const ends = /\r\n|\r|\n/g;
      ends.lastIndex = from;
      for (let match = ends.exec(text); match; match = ends.exec(text)) {
        hold(text.slice(from, match.index));
        onLine(takeLine(), events);
        from = ends.lastIndex;
      }
      hold(text.slice(from));
      return events;
    },
    end() {
      const events: string[] = [];
      onLine(takeLine(), events);
      if (framing === 'sse') onLine('', events);
      return events.filter((event) => event === '[DONE]' || isJSON(event));
    },
  };
}

function isJSON(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
