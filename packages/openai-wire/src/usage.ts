import { isJSONObject, type JSONObject, type JSONValue, type Usage } from '@sdk/core';
import type { WireUsage } from './wire.ts';

const NONE: JSONObject = {};

/** Reads a vendor's usage. Names differ where vendors came before OpenAI's own. */
export function readUsage(wire: WireUsage | null | undefined): Usage {
  const usage: Usage = {};
  if (!wire) return usage;
  const prompt = objectAt(wire, 'prompt_tokens_details');
  const completion = objectAt(wire, 'completion_tokens_details');
  set(usage, 'inputTokens', wire.prompt_tokens);
  set(usage, 'cachedInputTokens', prompt['cached_tokens'] ?? wire['prompt_cache_hit_tokens'] ?? wire['cached_tokens']);
  set(usage, 'cacheWriteTokens', prompt['cache_write_tokens'] ?? wire['cache_creation_input_tokens']);
  set(usage, 'outputTokens', wire.completion_tokens);
  set(usage, 'reasoningTokens', completion['reasoning_tokens'] ?? wire['reasoning_tokens']);
  set(usage, 'totalTokens', wire.total_tokens);
  usage.raw = wire;
  return usage;
}

function objectAt(object: JSONObject, key: string): JSONObject {
  const value = object[key];
  return isJSONObject(value) ? value : NONE;
}

/** What is not reported stays undefined rather than becoming 0. */
function set(usage: Usage, key: Exclude<keyof Usage, 'raw'>, value: JSONValue | undefined): void {
  if (typeof value === 'number') usage[key] = value;
}
