import type { CacheHint, JSONObject } from '@sdk/core';

/** @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching (read 2026-11-20) */
const MOST_BREAKPOINTS = 4;

const TTLS = ['5m', '1h'];

/**
 * Marks what is to be cached, in the order of the prompt: tools, system, messages.
 *
 * The API takes four marks. Of more, the first stays, whose prefix most calls share, and the last three, which are this
 * conversation's. It takes no longer time after a shorter one, so a mark before one of an hour becomes one of an hour.
 */
export function markBreakpoints(prompt: readonly JSONObject[], hints: ReadonlyMap<JSONObject, CacheHint>): void {
  const hinted = prompt.filter((block) => hints.has(block));
  const marked = hinted.length <= MOST_BREAKPOINTS ? hinted : [...hinted.slice(0, 1), ...hinted.slice(1 - MOST_BREAKPOINTS)];
  let later: string | undefined;
  for (const block of marked.toReversed()) {
    const asked = hints.get(block)?.ttl;
    const ttl = later === '1h' ? later : asked !== undefined && TTLS.includes(asked) ? asked : undefined;
    block['cache_control'] = { type: 'ephemeral', ...(ttl === undefined ? {} : { ttl }) };
    later = ttl;
  }
}
