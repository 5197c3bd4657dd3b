import type { JSONObject, Reasoning } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { warnUnsupported } from './drop-fields.ts';

/** A word of the `reasoning` option. */
export type Effort = Extract<Reasoning, string>;

/** The words of the `reasoning` option, from least to most. */
export const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** The word that a vendor knows for an effort: the same, else the next one up, else the highest. */
export function nearestEffort(effort: Effort, known: readonly Effort[]): Effort | undefined {
  const wanted = EFFORTS.indexOf(effort);
  return known.find((word) => EFFORTS.indexOf(word) >= wanted) ?? known.at(-1);
}

/**
 * Asks for an effort in the vendor's words, for a dialect's `reasoning` hook. A word that differs from what was asked for
 * is warned of; a budget of tokens becomes an effort first.
 *
 * @param wordOf The vendor's word for an effort; `undefined` where the model takes none.
 */
export function encodeEffort(
  reasoning: Reasoning,
  context: EncodeContext,
  wordOf: (effort: Effort) => string | undefined,
): JSONObject | undefined {
  const effort = typeof reasoning === 'string' ? reasoning : effortOf(reasoning.budgetTokens);
  const word = wordOf(effort);
  if (word === undefined) {
    // Not to think is what a model that takes no effort does anyway.
    if (effort !== 'none') warnUnsupported(context, 'reasoning');
    return undefined;
  }
  if (word !== reasoning) {
    const asked = typeof reasoning === 'string' ? `"${reasoning}"` : `a budget of ${reasoning.budgetTokens} tokens`;
    const message = `${context.provider} does not know ${asked} as reasoning of ${context.modelId}; it became the effort "${word}".`;
    context.warn({ kind: 'adjusted', option: 'reasoning', message });
  }
  return { reasoning_effort: word };
}

/** An effort for a budget of tokens. */
export function effortOf(budgetTokens: number): Effort {
  return budgetTokens < 4_096 ? 'low' : budgetTokens < 16_384 ? 'medium' : 'high';
}
