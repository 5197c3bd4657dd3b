import { CONTENDERS, type ContenderName } from './contenders/names.ts';
import type { Measure, Target } from './measures/all.ts';
import type { Rounds } from './rounds.ts';
import { median, pairedRatio } from './statistics.ts';

/** One contender in one line of the table. */
export interface Entry {
  /** The median of all rounds; NaN when it never finished. */
  figure: number;
  /** To the hand-written loop. */
  ratio: number;
  /** The medians of all figures. */
  figures: Record<string, number>;
}

/** One line of the table. */
export interface Summary {
  name: string;
  title: string;
  unit: string;
  target: Target | undefined;
  entries: Record<ContenderName, Entry>;
  /** Whether ours reached its target; `undefined` where there is none, or nothing to compare. */
  reached: boolean | undefined;
}

/** Medians and ratios of what was measured. */
export function summarize(measure: Measure, rounds: Rounds): Summary {
  const { name, title, unit, target, figure } = measure;
  const values = (contender: ContenderName) => rounds[contender].map((figures) => figures?.[figure]);
  const base = values('hand');
  const entry = (contender: ContenderName): Entry => ({
    figure: median(values(contender).filter((value) => value !== undefined)),
    ratio: pairedRatio(values(contender), base),
    figures: mediansOf(rounds[contender]),
  });
  const entries = Object.fromEntries(CONTENDERS.map((contender) => [contender, entry(contender)])) as Summary['entries'];
  return { name, title, unit, target, entries, reached: isReached(entries.sdk, target) };
}

function mediansOf(rounds: Rounds[ContenderName]): Record<string, number> {
  const done = rounds.filter((figures) => figures !== undefined);
  const names = Object.keys(done[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(done.map((figures) => figures[name] ?? Number.NaN))]));
}

function isReached(ours: Entry, target: Target | undefined): boolean | undefined {
  if (!target) return undefined;
  // As the table shows it: two digits.
  const value = Math.round(ours[target.of] * 100) / 100;
  if (Number.isNaN(value)) return undefined;
  return value <= (target.atMost ?? Infinity) && value >= (target.atLeast ?? -Infinity);
}
