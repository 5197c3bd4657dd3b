import type { TokenLogprob } from '@sdk/core';
import type { WireLogprob } from './wire.ts';

/** The probability of a token, as both APIs write it. */
export function readLogprob({ token, logprob, bytes, top_logprobs: top }: WireLogprob): TokenLogprob {
  return {
    token,
    logprob,
    ...(bytes ? { bytes } : {}),
    ...(top?.length ? { top: top.map((other) => ({ token: other.token, logprob: other.logprob })) } : {}),
  };
}
