import type { ListedProvider } from '../page-api.ts';
import type { Answer } from './answer.ts';
import { toCode } from './to-code.ts';

/**
 * - `call`: what the page asked the SDK for
 * - `stream`: the parts that the SDK gave
 * - `code`: the program that does the same
 */
export type InspectorTab = 'call' | 'stream' | 'code';

/** More cannot be read, and would keep the page busy while they come. */
const MOST_LINES = 1000;

/** All that there is to copy. */
export function wholeText(tab: InspectorTab, answer: Answer, provider: ListedProvider | undefined): string {
  if (tab === 'code') return toCode(answer.request, provider);
  if (tab === 'call') return JSON.stringify(answer.request, null, 2);
  return linesOf(answer, 0).join('\n');
}

/** What is shown of it: of a long stream the end, of a file its size. */
export function shownText(tab: InspectorTab, answer: Answer, provider: ListedProvider | undefined): string {
  if (tab === 'code') return toCode(answer.request, provider);
  if (tab === 'call') return JSON.stringify(answer.request, shortenData, 2);
  const left = Math.max(0, answer.log.length - MOST_LINES);
  const note = left === 0 ? [] : [`… ${left} earlier parts are left out here; Copy has them.`];
  return [...note, ...linesOf(answer, left, shortenData)].join('\n');
}

type Replacer = (key: string, value: unknown) => unknown;

function linesOf({ log, failure, endMs }: Answer, from: number, replacer?: Replacer): string[] {
  const lines = log.slice(from).map(({ atMs, part }) => lineOf(atMs, part, replacer));
  return failure ? [...lines, lineOf(endMs ?? 0, { error: failure }, replacer)] : lines;
}

function lineOf(atMs: number, data: unknown, replacer?: Replacer): string {
  return `${String(atMs).padStart(7)} ms  ${JSON.stringify(data, replacer)}`;
}

/** Longer data is told by its size. In characters. */
const MOST_DATA = 200;

const shortenData: Replacer = (key, value) => (key === 'data' && typeof value === 'string' && value.length > MOST_DATA ? `… ${sizeOf(value)}` : value);

/** e.g. `11 MB` for base64 of so many bytes. */
function sizeOf(base64: string): string {
  const bytes = (base64.length * 3) / 4;
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e5) / 10} MB`;
}
