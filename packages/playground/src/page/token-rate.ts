import type { Usage } from '@sdk/core';
import type { Answer, Sample } from './answer.ts';

/** Tokens per second at a time, in milliseconds from the first token. */
export interface RatePoint {
  atMs: number;
  perSecond: number;
}

/** How fast an answer was written. */
export interface TokenRate {
  points: RatePoint[];
  /** From the first token to the last; `undefined` when all of it came at once. */
  average?: number;
  most: number;
  /** The vendor has not said how many tokens it were, so that they are guessed from the text. */
  isEstimate: boolean;
}

/** About so many characters make a token of English; used until the vendor has counted. */
const CHARACTERS_PER_TOKEN = 4;

const MOST_POINTS = 40;

/** A shorter time says nothing: network and timers deliver in bursts of this length. */
const LEAST_STEP_MS = 50;

/** The rate over time: what was written within each step, in tokens per second. */
export function tokenRateOf({ samples, finish }: Pick<Answer, 'samples' | 'finish'>): TokenRate {
  const first = samples[0];
  const last = samples.at(-1);
  const counted = visibleTokens(finish?.usage, samples);
  if (!first || !last) return { points: [], most: 0, isEstimate: counted === undefined };
  const tokensPerCharacter = counted === undefined ? 1 / CHARACTERS_PER_TOKEN : counted / last.characters;
  const durationMs = last.atMs - first.atMs;
  const points = pointsOf(samples, first.atMs, durationMs, tokensPerCharacter);
  const rate: TokenRate = { points, most: Math.max(0, ...points.map(({ perSecond }) => perSecond)), isEstimate: counted === undefined };
  if (durationMs >= LEAST_STEP_MS) rate.average = (last.characters * tokensPerCharacter * 1000) / durationMs;
  return rate;
}

function pointsOf(samples: readonly Sample[], startMs: number, durationMs: number, tokensPerCharacter: number): RatePoint[] {
  if (durationMs < LEAST_STEP_MS) return [];
  const stepMs = Math.max(LEAST_STEP_MS, durationMs / MOST_POINTS);
  const sums = new Array<number>(Math.ceil(durationMs / stepMs)).fill(0);
  let before = 0;
  for (const { atMs, characters } of samples) {
    const step = Math.min(sums.length - 1, Math.floor((atMs - startMs) / stepMs));
    sums[step] = (sums[step] ?? 0) + (characters - before) * tokensPerCharacter;
    before = characters;
  }
  return sums.map((tokens, step) => {
    const lengthMs = Math.min(stepMs, durationMs - step * stepMs);
    return { atMs: step * stepMs, perSecond: (tokens * 1000) / Math.max(lengthMs, LEAST_STEP_MS) };
  });
}

/** Tokens of what was shown: thoughts that the vendor kept to itself took time before the first one. */
function visibleTokens(usage: Usage | undefined, samples: readonly Sample[]): number | undefined {
  const { outputTokens, reasoningTokens = 0 } = usage ?? {};
  if (!outputTokens || samples.length === 0) return undefined;
  const isPlausible = (samples.at(-1)?.characters ?? 0) / outputTokens < 1;
  return isPlausible && reasoningTokens < outputTokens ? outputTokens - reasoningTokens : outputTokens;
}
