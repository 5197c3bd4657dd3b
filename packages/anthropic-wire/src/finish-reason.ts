import type { FinishReason } from '@sdk/core';

const REASONS: Partial<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content-filter',
  pause_turn: 'pause',
};

/** What a `stop_reason` means; `'other'` for one that is not known, and for none. */
export function readFinishReason(reason: string | null | undefined): FinishReason {
  return (reason && REASONS[reason]) || 'other';
}
