import { styleText } from 'node:util';
import type { FinishReason, StreamPart, Usage } from '@sdk/core';

/** Writes the answer as it comes, and lines about it, each kind of text beginning on a line of its own. */
export interface Printer {
  part(part: StreamPart): void;
  /** Lines that must not be overlooked. */
  notice(text: string): void;
  /** A line about the answer, dimmed. */
  note(line: string): void;
  /** Lines of a name and a value. */
  table(rows: Record<string, string>): void;
  /** What follows begins on a line of its own. */
  endLine(): void;
}

type Kind = 'line' | 'text' | 'thoughts';

/** Makes a printer. Only a terminal gets colours, and only where NO_COLOR does not forbid them. */
export function createPrinter(out: NodeJS.WriteStream): Printer {
  const colours = out.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  const dim = (text: string) => (colours ? styleText('dim', text, { validateStream: false }) : text);
  let kind: Kind = 'line';
  let atLineStart = true;

  function endLine(): void {
    if (!atLineStart) out.write('\n');
    atLineStart = true;
  }

  function write(next: 'text' | 'thoughts', text: string): void {
    if (text === '') return;
    if (next !== kind) endLine();
    const label = next === 'thoughts' && kind !== 'thoughts' ? 'Thoughts: ' : '';
    kind = next;
    out.write(next === 'text' ? text : dim(label + text));
    atLineStart = text.endsWith('\n');
  }

  function line(text: string): void {
    endLine();
    kind = 'line';
    out.write(`${text}\n`);
  }

  const note = (text: string) => line(dim(printable(text)));

  return {
    part(part) {
      if (part.type === 'text-delta') write('text', printable(part.delta));
      else if (part.type === 'reasoning-delta') write('thoughts', printable(part.delta));
      else if (part.type === 'start') for (const { message } of part.warnings) note(`Warning: ${message}`);
    },
    notice: (text) => line(`${text}\n`),
    note,
    endLine,
    table(rows) {
      line('');
      const width = Math.max(...Object.keys(rows).map((name) => name.length));
      for (const [name, value] of Object.entries(rows)) note(`${name.padEnd(width)}  ${value}`);
    },
  };
}

/** Text without control characters: what a model writes must not steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{Cc}/gu, '');
}

/** e.g. `132 in, 48 out (20 of them reasoning)`. */
export function formatTokens({ inputTokens, outputTokens, reasoningTokens }: Usage): string {
  if (inputTokens === undefined && outputTokens === undefined) return 'not reported';
  const thoughts = reasoningTokens ? ` (${reasoningTokens} of them reasoning)` : '';
  return `${inputTokens ?? '?'} in, ${outputTokens ?? '?'} out${thoughts}`;
}

/** e.g. `412 ms` or `12.3 s`. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return 'none';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What to say about an answer that did not end by itself; `undefined` when it did. */
export function formatEnding(reason: FinishReason): string | undefined {
  if (reason === 'stop') return undefined;
  if (reason === 'length') return 'The answer was cut at the token limit.';
  if (reason === 'content-filter') return 'The vendor blocked the answer, or the model refused.';
  return `The answer ended with: ${reason}.`;
}
