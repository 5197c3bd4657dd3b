import { isJSONObject, type JSONObject, type JSONValue, type Usage } from '@sdk/core';
import type { WireUsage } from './wire.ts';

/** Reads a vendor's usage. Names differ where vendors came before OpenAI's own. */
export function readUsage(wire: WireUsage | null | undefined): Usage {
  if (!wire) return {};
  const prompt = objectAt(wire, 'prompt_tokens_details');
  const completion = objectAt(wire, 'completion_tokens_details');
  return definedOnly({
    inputTokens: count(wire.prompt_tokens),
    cachedInputTokens: count(prompt['cached_tokens'], wire['prompt_cache_hit_tokens'], wire['cached_tokens']),
    cacheWriteTokens: count(prompt['cache_write_tokens'], wire['cache_creation_input_tokens']),
    outputTokens: count(wire.completion_tokens),
    reasoningTokens: count(completion['reasoning_tokens'], wire['reasoning_tokens']),
    totalTokens: count(wire.total_tokens),
    raw: wire,
  });
}

function objectAt(object: JSONObject, key: string): JSONObject {
  const value = object[key];
  return isJSONObject(value) ? value : {};
}

/** The first of several names that holds a number. */
function count(...candidates: (JSONValue | undefined)[]): number | undefined {
  return candidates.find((candidate) => typeof candidate === 'number');
}

function definedOnly(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}
