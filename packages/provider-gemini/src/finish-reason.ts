import type { FinishReason } from '@sdk/core';

/**
 * What the vendor's reasons mean. Calls of functions end with `STOP`, too; the part writer sees to those.
 *
 * @see https://ai.google.dev/api/generate-content#FinishReason (read 2026-11-20)
 */
const REASONS: Partial<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
  IMAGE_OTHER: 'content-filter',
  MALFORMED_FUNCTION_CALL: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
  MALFORMED_RESPONSE: 'error',
  MISSING_THOUGHT_SIGNATURE: 'error',
  CONTINUATION: 'pause',
};

/** The contract's word for a reason: `other` for the rest (`OTHER`, `LANGUAGE`, `TOO_MANY_TOOL_CALLS`, `NO_IMAGE`, new ones). */
export function readFinishReason(reason: string): FinishReason {
  return REASONS[reason] ?? 'other';
}
