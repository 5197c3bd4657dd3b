import { isJSONObject, type CallOptions, type JSONObject, type Reasoning } from '@sdk/core';
import { ADAPTIVE_ONLY_SINCE, ADAPTIVE_SINCE, generationOf, isSince, THINKS_SINCE } from './model-generation.ts';
import { WIRE } from './wire.ts';

/** What a client of this API said of thinking, in its own words. */
export interface OwnThinking {
  /** The field of that name, e.g. `{ type: 'adaptive', display: 'omitted' }`. */
  thinking?: JSONObject;
  effort?: string;
  /** The rest of `output_config`, which is not about thinking. */
  config: JSONObject;
}

/** Thinking and effort as the `reasoning` of a call. An effort counts for itself; adaptive thinking without one is what the API calls high. */
export function reasoningOf(thinking: JSONObject | undefined, effort: string | undefined): Reasoning | undefined {
  const { type, budget_tokens: budget } = thinking ?? {};
  if (type === 'disabled') return 'none';
  if (type === 'enabled' && typeof budget === 'number') return { budgetTokens: budget };
  return (effort ?? (type === 'adaptive' ? 'high' : undefined)) as Reasoning | undefined;
}

/** The API's own words in a call. Those of thinking are left out where `reasoning` no longer says the same: somebody changed it. */
export function ownThinking({ providerData, reasoning }: CallOptions): OwnThinking {
  const own = providerData?.[WIRE];
  const { thinking, output_config: config } = isJSONObject(own) ? own : {};
  const { effort, format: _format, ...rest } = isJSONObject(config) ? config : {};
  const read: Pick<OwnThinking, 'thinking' | 'effort'> = {
    ...(isJSONObject(thinking) ? { thinking } : {}),
    ...(typeof effort === 'string' ? { effort } : {}),
  };
  const isUnchanged = JSON.stringify(reasoningOf(read.thinking, read.effort)) === JSON.stringify(reasoning);
  return { ...(isUnchanged ? read : {}), config: rest };
}

/** The generation of which the first model took an effort, and its family. */
const EFFORT_IN_OPUS_SINCE = 405;

/** Whether a model takes an effort, also where it does not think. */
export function takesEffort(modelId: string): boolean {
  return isSince(modelId, ADAPTIVE_SINCE) || (generationOf(modelId) === EFFORT_IN_OPUS_SINCE && modelId.includes('opus'));
}

/** Whether a model takes thinking of this kind; one to come is the newest. */
export function takesThinking({ type }: JSONObject, modelId: string): boolean {
  if (type === 'enabled') return isSince(modelId, THINKS_SINCE) && !isSince(modelId, ADAPTIVE_ONLY_SINCE);
  return isSince(modelId, type === 'disabled' ? THINKS_SINCE : ADAPTIVE_SINCE);
}
