import type { FinishReason } from '@sdk/core';

const REASONS: Record<string, FinishReason> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  model_length: 'length',
  max_tokens: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  error: 'error',
  insufficient_system_resource: 'error',
};

/** The contract's word for a vendor's finish reason. */
export function readFinishReason(wire: string | undefined): FinishReason {
  return wire !== undefined && Object.hasOwn(REASONS, wire) ? (REASONS[wire] as FinishReason) : 'other';
}
