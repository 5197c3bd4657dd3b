import { join } from 'node:path';
import { CONTENDERS, type ContenderName } from './contenders/names.ts';
import type { Measure } from './measures/all.ts';
import type { Figures } from './measures/measure.ts';
import { runTask } from './processes.ts';

/** The figures of each contender, one entry per round; `undefined` where it failed. */
export type Rounds = Record<ContenderName, (Figures | undefined)[]>;

export interface RoundsOptions {
  /** Of the mock server. */
  url: string;
  rounds: number;
  scale: number;
  contenders: readonly ContenderName[];
  /** Where `.cpuprofile` files go; `undefined`: none are made. */
  profileFolder?: string;
}

/** Measures in rounds, every contender once per round: ABCD ABCD …, so that a slow minute is slow for all. */
export async function runRounds(measure: Measure, options: RoundsOptions): Promise<Rounds> {
  const { url, rounds, scale, contenders, profileFolder } = options;
  const results: Rounds = { hand: [], sdk: [], openai: [], ai: [] };
  const failed = new Set<ContenderName>();
  for (let round = 0; round < rounds; round++) {
    for (const contender of CONTENDERS) {
      if (!contenders.includes(contender) || measure.contenders?.includes(contender) === false) continue;
      const profile = profileFolder && join(profileFolder, `${measure.name}-${contender}-${round}.cpuprofile`);
      const task = { measure: measure.name, contender, url, scale, ...(profile ? { profile } : {}) };
      // One that failed will fail again, and may take its two minutes each time.
      const figures = failed.has(contender) ? undefined : await runTask(task, measure.nodeOptions);
      if (!figures) failed.add(contender);
      results[contender].push(figures);
    }
  }
  return results;
}
