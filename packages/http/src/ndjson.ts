import { createLineSplitter, isWholeJSON, type Framer, type FramerEvents } from './framing.ts';

/**
 * One JSON document per line. White space around a line, CR included, is not part of it; empty lines say nothing.
 *
 * @see https://github.com/ndjson/ndjson-spec (read 2026-11-20)
 */
export function ndjson({ onEvent, onOverflow }: FramerEvents, maxLength: number): Framer {
  let recognized = false;
  const onLine = (line: string) => {
    const document = line.trim();
    if (document !== '') onEvent(document, undefined);
  };
  const lines = createLineSplitter(onLine, maxLength, onOverflow);
  return {
    canBegin: (character) => character === '{',
    isRecognized: () => recognized,
    push(text) {
      recognized ||= text.trimStart().startsWith('{');
      lines.push(text);
    },
    end() {
      const rest = lines.rest();
      if (isWholeJSON(rest)) onLine(rest);
    },
  };
}
