import type { FinishReason } from '@sdk/core';

const REASONS = new Map<string, FinishReason>([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['ERROR_LIMIT', 'length'],
  ['TOOL_CALL', 'tool-calls'],
  ['ERROR_TOXIC', 'content-filter'],
]);

/**
 * Why the model stopped.
 *
 * @see https://github.com/cohere-ai/cohere-typescript/blob/main/src/api/types/ChatFinishReason.ts (read 2026-11-21); ERROR_LIMIT
 * and ERROR_TOXIC are of version 1
 */
export function readFinishReason(reason: string | null | undefined): FinishReason {
  return REASONS.get(reason ?? '') ?? 'other';
}

/** Whether the vendor says that the generation failed. */
export function isFailure(reason: string | null | undefined): boolean {
  return reason === 'ERROR' || reason === 'TIMEOUT';
}
