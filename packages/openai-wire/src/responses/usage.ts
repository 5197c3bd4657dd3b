import { isJSONObject, type JSONValue, type Usage } from '@sdk/core';
import type { WireResponseUsage } from './wire.ts';

/** Reads the usage of a response. What is not reported stays undefined rather than becoming 0. */
export function readResponseUsage(wire: WireResponseUsage | null | undefined): Usage {
  if (!wire) return {};
  const usage: Usage = {};
  const set = (key: Exclude<keyof Usage, 'raw'>, value: JSONValue | undefined) => {
    if (typeof value === 'number') usage[key] = value;
  };
  const input = wire['input_tokens_details'];
  const output = wire['output_tokens_details'];
  set('inputTokens', wire.input_tokens);
  if (isJSONObject(input)) {
    set('cachedInputTokens', input['cached_tokens']);
    set('cacheWriteTokens', input['cache_write_tokens']);
  }
  set('outputTokens', wire.output_tokens);
  if (isJSONObject(output)) set('reasoningTokens', output['reasoning_tokens']);
  set('totalTokens', wire.total_tokens);
  usage.raw = wire;
  return usage;
}
