/**
 * What a server of the Messages API answers, as Anthropic's clients expect it: no field of theirs is missing.
 *
 * Source: github.com/anthropics/anthropic-sdk-typescript 1.11 (`resources/messages`), read 2026-11-21.
 */
import type { JSONObject } from '@sdk/core';
import type { WireBlock } from '../wire.ts';

/** What a server calls an answer. */
export interface MessageIdentity {
  /** e.g. `'msg_abc'`. */
  id: string;
  /** The model that answered, as the client is to see it. */
  model: string;
}

/** Why the model stopped, in Anthropic's words. */
export type WrittenStopReason = 'end_turn' | 'stop_sequence' | 'tool_use' | 'max_tokens' | 'refusal' | 'pause_turn';

/** Tokens used. `input_tokens` is what was neither read from nor written to the cache; what the vendor did not report is 0. */
export interface MessageUsage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  output_tokens: number;
  output_tokens_details?: { thinking_tokens: number };
}

/** How an answer ended; both are `null` while it goes on. */
export interface MessageStop {
  stop_reason: WrittenStopReason | null;
  stop_sequence: string | null;
  /** Why the model refused, where Anthropic says it. */
  stop_details?: JSONObject;
  /** The container that code ran in. */
  container?: JSONObject;
}

/** A whole answer. */
export interface MessageAnswer extends MessageIdentity, MessageStop {
  type: 'message';
  role: 'assistant';
  content: WireBlock[];
  usage: MessageUsage;
}

/** What is new in a block. */
export type MessageDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string }
  | { type: 'input_json_delta'; partial_json: string }
  | { type: 'citations_delta'; citation: JSONObject };

/** One event of a streamed answer. `type` is the name of the event, too. */
export type MessageEvent =
  | { type: 'message_start'; message: MessageAnswer }
  | { type: 'content_block_start'; index: number; content_block: WireBlock }
  | { type: 'content_block_delta'; index: number; delta: MessageDelta }
  | { type: 'content_block_stop'; index: number }
  | { type: 'message_delta'; delta: MessageStop; usage: MessageUsage }
  | { type: 'message_stop' };
