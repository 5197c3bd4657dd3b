/**
 * The JSON of Ollama's native API, as far as it is written or read here. Any field of an answer may be missing, and
 * more may come.
 *
 * Source: github.com/ollama/ollama at fb30760 (2026-08-21), api/types.go, server/routes.go, docs/api.md and
 * docs/capabilities/. Read 2026-11-20. The API has no version of its own.
 */
import type { JSONObject, JSONValue } from '@sdk/core';

/** The key of this wire in `providerData`. */
export const WIRE = 'ollama';

/** A message of a request. Content is one string; images are bare base64 beside it. */
export type WireMessage = {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
  /** Of the assistant: what it thought, to be given back with content and calls. */
  thinking?: string;
  images?: string[];
  tool_calls?: WireSentToolCall[];
  /** Of a tool: which function. Older servers know a result by this alone. */
  tool_name?: string;
  tool_call_id?: string;
};

/** A call that is sent back. Its arguments are an object, not JSON text. */
export type WireSentToolCall = { id: string; function: { index: number; name: string; arguments: JSONObject } };

/** A whole answer, or a line of a stream: a whole answer is a stream of one line. */
export interface WireAnswer {
  model?: string | null;
  /** RFC 3339 with nanoseconds. */
  created_at?: string | null;
  message?: WireAnswerMessage | null;
  done?: boolean | null;
  /** `stop`, `length`, `load`, `unload`; missing where the connection to the runner was closed, and from old servers. */
  done_reason?: string | null;
  logprobs?: WireLogprob[] | null;
  /** Where a model of the cloud ran. */
  remote_host?: string | null;
  prompt_eval_count?: number | null;
  eval_count?: number | null;
  /** A failure, also in the middle of a stream whose HTTP status is 200. */
  error?: JSONValue;
}

/** The message of an answer: whole, or what is new in it. */
export interface WireAnswerMessage {
  role?: string | null;
  content?: string | null;
  thinking?: string | null;
  /** Each call comes whole. */
  tool_calls?: WireToolCall[] | null;
}

/** A call by the model. Older servers give no id. */
export interface WireToolCall {
  id?: string | null;
  function?: { index?: number | null; name?: string | null; arguments?: JSONValue } | null;
}

/** The probability of one token, of thinking or content. */
export interface WireLogprob {
  token: string;
  logprob: number;
  bytes?: number[] | null;
  top_logprobs?: { token: string; logprob: number }[] | null;
}
