/**
 * The JSON of Anthropic's Messages API, as far as it is written or read here. Any field of an answer may be missing or
 * null, and more may come.
 *
 * Source: github.com/anthropics/anthropic-sdk-typescript 1.11 (`resources/messages`, `resources/models`),
 * platform.claude.com/docs/en/api, and recorded traffic of 2026. API version 2023-06-01. Read 2026-11-20.
 */
import type { JSONObject, JSONValue } from '@sdk/core';

/** The key of this wire in `providerData`. */
export const WIRE = 'anthropic';

/** The version of the API, sent with every request as `anthropic-version`. */
export const API_VERSION = '2023-06-01';

/** A block of a message, of any type. */
export interface WireBlock extends JSONObject {
  type: string;
}

/** A message of a request. */
export interface WireMessage extends JSONObject {
  role: 'user' | 'assistant';
  content: WireBlock[];
}

/** Tokens of an answer. `input_tokens` is what was neither read from nor written to the cache. */
export interface WireUsage extends JSONObject {
  input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  output_tokens?: number | null;
}

/** How an answer ended. */
export interface WireStop {
  stop_reason?: string | null;
  stop_sequence?: string | null;
  /** Why the model refused. */
  stop_details?: JSONObject | null;
  /** The container that code ran in. */
  container?: JSONObject | null;
}

/** A whole answer; also what a stream begins with, then without content. */
export interface WireAnswer extends WireStop {
  type?: string;
  id?: string | null;
  model?: string | null;
  content?: JSONValue;
  usage?: WireUsage | null;
  error?: JSONValue;
}

/** What is new in a block. The type says which field is there. */
export interface WireDelta extends WireStop {
  type?: string;
  text?: string | null;
  thinking?: string | null;
  signature?: string | null;
  partial_json?: string | null;
  citation?: JSONObject | null;
}

/** An event of a stream. It is over with `message_stop`. */
export interface WireEvent {
  type?: string;
  /** Of `message_start`. */
  message?: WireAnswer | null;
  /** Of the events about a block: which one. */
  index?: number;
  /** Of `content_block_start`. */
  content_block?: WireBlock | null;
  /** Of `content_block_delta` and `message_delta`. */
  delta?: WireDelta | null;
  /** Of `message_delta`: everything so far. */
  usage?: WireUsage | null;
  error?: JSONValue;
}

/** Whether a block is a call of a tool that runs at the vendor: `server_tool_use`, `mcp_tool_use`. */
export function isServerCall(type: string): boolean {
  return type.endsWith('_tool_use');
}

/** Whether a block is the result of such a call, e.g. `web_search_tool_result`. */
export function isServerResult(type: string): boolean {
  return type.endsWith('_tool_result');
}

/** Whether a block is a thought, readable or sealed. */
export function isThinking({ type }: WireBlock): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}

/** The fields of a block beside those that the contract has a place for; `undefined` when there are none. */
export function otherFields(block: JSONObject, modelled: readonly string[]): JSONObject | undefined {
  let others: JSONObject | undefined;
  for (const key of Object.keys(block)) {
    const value = block[key];
    if (value === null || value === undefined || modelled.includes(key) || (Array.isArray(value) && value.length === 0)) continue;
    (others ??= {})[key] = value;
  }
  return others;
}
