import { isJSONObject, type Usage } from '@sdk/core';
import type { WireUsage } from './wire.ts';

/** Later counts over earlier ones: those at the end of a stream are the truth, but they do not repeat all. */
export function mergeUsage(earlier: WireUsage | undefined, later: WireUsage | null | undefined): WireUsage | undefined {
  if (!earlier || !later) return later ?? earlier;
  const merged = { ...earlier };
  for (const key of Object.keys(later)) if (later[key] !== null) merged[key] = later[key];
  return merged;
}

/** Tokens as the contract counts them: the wire's input tokens leave out what was read from or written to the cache. */
export function readUsage(wire: WireUsage | null | undefined): Usage {
  if (!isJSONObject(wire)) return {};
  const fresh = count(wire.input_tokens);
  const cached = count(wire.cache_read_input_tokens);
  const written = count(wire.cache_creation_input_tokens);
  const output = count(wire.output_tokens);
  const details = wire['output_tokens_details'];
  const thinking = isJSONObject(details) ? count(details['thinking_tokens']) : undefined;
  const input = fresh === undefined ? undefined : fresh + (cached ?? 0) + (written ?? 0);
  return {
    ...(input === undefined ? {} : { inputTokens: input }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    ...(written === undefined ? {} : { cacheWriteTokens: written }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(thinking === undefined ? {} : { reasoningTokens: thinking }),
    ...(input === undefined || output === undefined ? {} : { totalTokens: input + output }),
    raw: wire,
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
