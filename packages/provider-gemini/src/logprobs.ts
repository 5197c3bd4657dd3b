import type { TokenLogprob } from '@sdk/core';
import type { WireLogprob, WireLogprobs } from './wire.ts';

/** The probabilities of the chosen tokens, and the most likely ones at each place. */
export function readLogprobs({ chosenCandidates, topCandidates }: WireLogprobs): TokenLogprob[] {
  return (chosenCandidates ?? []).map((chosen, at) => {
    const top = topCandidates?.[at]?.candidates;
    return { ...readOne(chosen), ...(top?.length ? { top: top.map(readOne) } : {}) };
  });
}

function readOne({ token, logProbability }: WireLogprob): { token: string; logprob: number } {
  return { token: token ?? '', logprob: logProbability ?? 0 };
}
