import type { CacheHint, JSONObject } from '@sdk/core';
import type { ChatDialect } from './dialect.ts';

/** A prompt-cache hint as the field that goes beside a part, a message or a tool; nothing where the server knows none. */
export function cacheControl(dialect: ChatDialect, cache: CacheHint | undefined): JSONObject {
  if (!dialect.cacheControl || !cache) return {};
  return { cache_control: { type: 'ephemeral', ...(cache.ttl ? { ttl: cache.ttl } : {}) } };
}
