import { CONTENDERS } from './contenders/names.ts';
import type { Target } from './measures/all.ts';
import type { Entry, Summary } from './summary.ts';

const HEADINGS = ['', 'by hand', 'ours', 'openai', 'ai', 'ours must', ''];

/** The table, ready to be printed. */
export function formatTable(summaries: readonly Summary[]): string {
  const rows = [HEADINGS, ...summaries.map(row)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const line = (cells: string[]) => cells.map((cell, n) => pad(cell, widths[n] ?? 0, n)).join('  ').trimEnd();
  return [line(HEADINGS), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.slice(1).map(line)].join('\n');
}

/** Figures to the right, words to the left. */
function pad(cell: string, width: number, column: number): string {
  return column > 0 && column <= CONTENDERS.length ? cell.padStart(width) : cell.padEnd(width);
}

function row({ title, unit, target, entries, reached }: Summary): string[] {
  const cells = CONTENDERS.map((contender) => cellOf(entries[contender], unit, contender === 'hand' || target?.of === 'figure'));
  const verdict = reached === undefined ? '' : reached ? 'reached' : 'MISSED';
  return [title, ...cells, target ? describeTarget(target, unit) : '', verdict];
}

function cellOf({ figure, ratio }: Entry, unit: string, alone: boolean): string {
  if (Number.isNaN(figure)) return '–';
  const text = `${formatNumber(figure)}${unit === '' || unit === '×' ? unit : ` ${unit}`}`;
  return alone || Number.isNaN(ratio) ? text : `${text} ${ratio.toFixed(2).padStart(6)}×`;
}

/** Three digits that count. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(3)).toString();
}

function describeTarget({ of, atMost, atLeast }: Target, unit: string): string {
  const sign = atMost === undefined ? '≥' : '≤';
  const limit = atMost ?? atLeast ?? 0;
  if (of === 'ratio') return `${sign} ${limit.toFixed(2)}×`;
  return `${sign} ${limit}${unit === '×' || unit === '' ? unit : ` ${unit}`}`;
}
