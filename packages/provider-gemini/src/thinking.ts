import type { JSONObject, Reasoning } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { generationOf, type Generation } from './model-id.ts';

/** Since when a model is told a level, and since when it thinks at all. */
const LEVELS_SINCE = 3;
const THINKS_SINCE = 2.5;

type Effort = Exclude<Reasoning, object>;

/**
 * What an effort is in tokens: the vendor's own table, from its OpenAI-compatible API.
 *
 * @see https://ai.google.dev/gemini-api/docs/openai#thinking (read 2026-11-20)
 */
const BUDGETS: Partial<Record<Effort, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };

/** The largest budget of 2.5 pro and of all others, and the smallest. @see https://ai.google.dev/gemini-api/docs/thinking (read 2026-11-20) */
const MOST_PRO = 32_768;
const MOST = 24_576;
const LEAST_PRO = 128;
const LEAST_LITE = 512;

/** The `thinkingConfig` of a call: a level since Gemini 3, a budget before, never both. Thoughts are shown when there are to be any. */
export function encodeThinking(reasoning: Reasoning | undefined, context: EncodeContext): JSONObject | undefined {
  if (reasoning === undefined) return undefined;
  const generation = generationOf(context.modelId);
  const { provider, warn } = context;
  if (generation.version < THINKS_SINCE) {
    if (!isNone(reasoning)) warn({ kind: 'unsupported', option: 'reasoning', message: `${provider}: ${context.modelId} does not think; the option is left out.` });
    return undefined;
  }
  const config = typeof reasoning === 'object' ? budgetConfig(reasoning.budgetTokens, generation, context) : effortConfig(reasoning, generation, context);
  return isNone(reasoning) ? config : { ...config, includeThoughts: true };
}

function isNone(reasoning: Reasoning): boolean {
  return reasoning === 'none' || (typeof reasoning === 'object' && reasoning.budgetTokens === 0);
}

function effortConfig(effort: Effort, generation: Generation, context: EncodeContext): JSONObject {
  if (generation.version < LEVELS_SINCE) {
    const most = generation.isPro ? MOST_PRO : MOST;
    return budgetConfig(effort === 'none' ? 0 : (BUDGETS[effort] ?? most), generation, context);
  }
  // The pro models have no smaller level than this one.
  const least = generation.isPro ? 'low' : 'minimal';
  let level: string = effort;
  if (effort === 'none' || effort === 'minimal') level = least;
  else if (effort === 'xhigh' || effort === 'max') level = 'high';
  if (level !== effort) adjusted(`${context.modelId} knows no reasoning effort "${effort}"; it became "${level}".`, context);
  return { thinkingLevel: level.toUpperCase() };
}

function budgetConfig(budget: number, generation: Generation, context: EncodeContext): JSONObject {
  let least = budget;
  // What 2.5 refuses. Later models take budgets for compatibility, within limits of their own.
  if (generation.version < LEVELS_SINCE && generation.isPro) least = LEAST_PRO;
  else if (generation.version < LEVELS_SINCE && generation.isLite && budget > 0) least = LEAST_LITE;
  else if (generation.version >= LEVELS_SINCE && budget === 0) return effortConfig('none', generation, context);
  // −1 is "as much as it takes".
  if (budget < 0 || budget >= least) return { thinkingBudget: budget };
  adjusted(`${context.modelId} cannot think for less than ${least} tokens; ${budget} became ${least}.`, context);
  return { thinkingBudget: least };
}

function adjusted(message: string, { warn }: EncodeContext): void {
  warn({ kind: 'adjusted', option: 'reasoning', message });
}
