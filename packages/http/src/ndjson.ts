import { isWholeJSON, LineFramer, type Framer, type FramerEvents } from './framing.ts';

/**
 * One JSON document per line. White space around a line, CR included, is not part of it; empty lines say nothing.
 *
 * @see https://github.com/ndjson/ndjson-spec (read 2026-11-20)
 */
export function ndjson(events: FramerEvents, maxLength: number): Framer {
  return new NdjsonFramer(events, maxLength);
}

class NdjsonFramer extends LineFramer implements Framer {
  recognized = false;

  push(text: string): void {
    this.recognized ||= text.trimStart().startsWith('{');
    this.pushLines(text);
  }

  onLine(line: string): void {
    const document = line.trim();
    if (document !== '') this.events.onEvent(document, undefined);
  }

  end(): void {
    const rest = this.takeHeld();
    if (isWholeJSON(rest)) this.onLine(rest);
  }

  canBegin(character: string): boolean {
    return character === '{';
  }

  isRecognized(): boolean {
    return this.recognized;
  }
}
