import type { CallOptions, JSONObject, Reasoning } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { ADAPTIVE_ONLY_SINCE, ADAPTIVE_SINCE, generationOf, isSince, THINKS_SINCE } from './model-generation.ts';
import { ownThinking, takesEffort, takesThinking, type OwnThinking } from './own-thinking.ts';

/** What a model is asked to think, and what that leaves of the rest. */
export interface Thinking {
  thinking?: JSONObject;
  effort?: string;
  /** Whether it thinks by a budget, which rules out more than thinking adaptively does. */
  isManual: boolean;
  maxTokens: number;
  /** More fields of `output_config`, in the API's words. */
  config?: JSONObject;
}

/** Where the call leaves no room for thoughts of a budget, why. */
export type Obstacle = string | undefined;

/** The least that the API takes as a budget. @see https://platform.claude.com/docs/en/build-with-claude/extended-thinking (read 2026-11-20) */
const LEAST_BUDGET = 1024;
/** What stays for the answer beside a budget that is larger than the default of `max_tokens`. */
const ROOM_FOR_ANSWER = 4096;
/** The generation that was the first to write 8 192 tokens. */
const CLAUDE_3_5 = 305;
/** The part of `maxTokens` that thoughts may use, where they would use it up. */
const SHARE_OF_THOUGHTS = 0.75;

/** Efforts as budgets, for models that know budgets only. */
const BUDGETS: Partial<Record<string, number>> = {
  minimal: LEAST_BUDGET,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 24_576,
  max: 27_648,
};

/**
 * How much a model thinks, in the words of its generation: an effort since 4.6, a budget before. What a client of this
 * API said itself is not translated back and forth, where the model takes it.
 *
 * @param obstacle Why this call cannot have thoughts of a budget. The rest of the call is more than a wish, so thinking gives way.
 */
export function encodeThinking(options: CallOptions, context: EncodeContext, obstacle: Obstacle): Thinking {
  const own = ownThinking(options);
  const { thinking, effort, config } = own;
  const isTaken = thinking ? takesThinking(thinking, context.modelId) : effort !== undefined && takesEffort(context.modelId);
  const encoded = isTaken ? encodeOwn(own, options, context, obstacle) : encodeReasoning(options, context, obstacle);
  return Object.keys(config).length > 0 ? { ...encoded, config } : encoded;
}

/** What was said in the words of the API stays as it is, but for a budget that the call leaves no room for. */
function encodeOwn({ thinking, effort }: OwnThinking, options: CallOptions, context: EncodeContext, obstacle: Obstacle): Thinking {
  const { modelId, warn } = context;
  const isBudget = thinking?.['type'] === 'enabled';
  const encoded: Thinking = isBudget ? encodeReasoning(options, context, obstacle) : { isManual: false, maxTokens: options.maxTokens ?? defaultMaxTokens(modelId) };
  if (thinking && (!isBudget || encoded.thinking)) encoded.thinking = { ...thinking, ...encoded.thinking };
  if (effort === undefined) return encoded;
  if (takesEffort(modelId)) return { ...encoded, effort: effortOf(effort as Exclude<Reasoning, 'none'>, context) };
  warn({ kind: 'unsupported', option: 'reasoning', message: `${modelId} takes no effort; it is left out.` });
  return encoded;
}

function encodeReasoning(options: CallOptions, context: EncodeContext, obstacle: Obstacle): Thinking {
  const { reasoning } = options;
  const { modelId, warn } = context;
  const none: Thinking = { isManual: false, maxTokens: options.maxTokens ?? defaultMaxTokens(modelId) };
  const dropped = (message: string) => warn({ kind: 'unsupported', option: 'reasoning', message });
  if (reasoning === undefined) return none;
  const isOff = reasoning === 'none' || (typeof reasoning === 'object' && reasoning.budgetTokens <= 0);
  if (!isSince(modelId, THINKS_SINCE)) {
    if (!isOff) dropped(`${modelId} does not think; the option is left out.`);
    return none;
  }
  if (isOff) return { ...none, thinking: { type: 'disabled' } };
  const takesBudget = !isSince(modelId, ADAPTIVE_ONLY_SINCE) && (typeof reasoning === 'object' || !isSince(modelId, ADAPTIVE_SINCE));
  // By default the newest models keep their thoughts to themselves; who asks for reasoning wants to read it.
  if (!takesBudget) return { ...none, thinking: { type: 'adaptive', display: 'summarized' }, effort: effortOf(reasoning, context) };
  if (obstacle !== undefined) {
    dropped(`The model does not think in this call: ${obstacle}`);
    return none;
  }
  if (options.maxTokens !== undefined && options.maxTokens <= LEAST_BUDGET) {
    dropped(`The model does not think in this call: maxTokens must be over ${LEAST_BUDGET}, the least that can be thought.`);
    return none;
  }
  return { ...none, ...withBudget(budgetOf(reasoning, context), options.maxTokens, context), isManual: true };
}

/**
 * The most to write where a call does not say: the API demands a number. All models of a generation can write so much.
 *
 * @see https://platform.claude.com/docs/en/about-claude/models/overview (read 2026-11-20)
 */
function defaultMaxTokens(modelId: string): number {
  const generation = generationOf(modelId) ?? Infinity;
  if (generation < CLAUDE_3_5) return 4096;
  return generation < THINKS_SINCE ? 8192 : 32_000;
}

function budgetOf(reasoning: Exclude<Reasoning, 'none'>, { warn }: EncodeContext): number {
  const asked = typeof reasoning === 'object' ? reasoning.budgetTokens : BUDGETS[reasoning];
  if (asked !== undefined && asked >= LEAST_BUDGET) return asked;
  const budget = asked === undefined ? (BUDGETS['high'] as number) : LEAST_BUDGET;
  warn({ kind: 'adjusted', option: 'reasoning', message: `${JSON.stringify(reasoning)} became a budget of ${budget} tokens.` });
  return budget;
}

/** A budget must be under `max_tokens`, which it is a part of. */
function withBudget(budget: number, maxTokens: number | undefined, { modelId, warn }: EncodeContext): Pick<Thinking, 'thinking' | 'maxTokens'> {
  const enabled = (tokens: number): JSONObject => ({ type: 'enabled', budget_tokens: tokens });
  if (maxTokens === undefined) {
    return { thinking: enabled(budget), maxTokens: Math.max(defaultMaxTokens(modelId), budget + ROOM_FOR_ANSWER) };
  }
  if (budget < maxTokens) return { thinking: enabled(budget), maxTokens };
  const fitting = Math.max(LEAST_BUDGET, Math.floor(maxTokens * SHARE_OF_THOUGHTS));
  warn({ kind: 'adjusted', option: 'reasoning', message: `The budget of ${budget} tokens became ${fitting}, as maxTokens is ${maxTokens}.` });
  return { thinking: enabled(fitting), maxTokens };
}

function effortOf(reasoning: Exclude<Reasoning, 'none'>, { modelId, warn }: EncodeContext): string {
  const adjusted = (effort: string) => {
    warn({ kind: 'adjusted', option: 'reasoning', message: `${JSON.stringify(reasoning)} became the effort "${effort}"; ${modelId} knows no such thing.` });
    return effort;
  };
  if (typeof reasoning === 'object') {
    const { budgetTokens } = reasoning;
    return adjusted(budgetTokens < 4096 ? 'low' : budgetTokens < 16_384 ? 'medium' : 'high');
  }
  if (reasoning === 'minimal') return adjusted('low');
  if (reasoning === 'xhigh' && !isSince(modelId, ADAPTIVE_ONLY_SINCE)) return adjusted('high');
  return reasoning;
}
