import type { JSONObject, Usage } from '@sdk/core';
import type { WireUsage } from './wire.ts';

/**
 * Tokens, added up: what Google's own tools read is beside `promptTokenCount`, thoughts are beside
 * `candidatesTokenCount`, and cached tokens are inside the prompt.
 */
export function readUsage(wire: WireUsage | null | undefined): Usage {
  if (!wire) return {};
  const { totalTokenCount: totalTokens } = wire;
  const inputTokens = sum(wire.promptTokenCount, wire.toolUsePromptTokenCount);
  const outputTokens = sum(wire.candidatesTokenCount, wire.thoughtsTokenCount);
  const usage: Usage = { raw: wire as JSONObject };
  if (inputTokens !== undefined) usage.inputTokens = inputTokens;
  if (isCount(wire.cachedContentTokenCount)) usage.cachedInputTokens = wire.cachedContentTokenCount;
  if (outputTokens !== undefined) usage.outputTokens = outputTokens;
  if (isCount(wire.thoughtsTokenCount)) usage.reasoningTokens = wire.thoughtsTokenCount;
  if (isCount(totalTokens)) usage.totalTokens = totalTokens;
  else if (inputTokens !== undefined && outputTokens !== undefined) usage.totalTokens = inputTokens + outputTokens;
  return usage;
}

/** Whether there are numbers in it: Vertex AI sends some without before the last chunk. */
export function hasCounts(wire: WireUsage): boolean {
  return isCount(wire.promptTokenCount) || isCount(wire.totalTokenCount) || isCount(wire.candidatesTokenCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number';
}

function sum(one: number | null | undefined, other: number | null | undefined): number | undefined {
  return isCount(one) || isCount(other) ? (one ?? 0) + (other ?? 0) : undefined;
}
