/**
 * The JSON of Cohere's API, as far as it is written or read here. Any field of an answer may be missing, and more may come.
 *
 * Source: Chat and Embed of the API's version 2, models of version 1; github.com/cohere-ai/cohere-typescript at 7c29ae7
 * (2026-08-18), src/api/resources/v2 and src/api/types; docs.cohere.com/docs/streaming.md. Read 2026-11-20. Counts of
 * reasoning and image tokens and `error_type` are in no description; recorded answers of August 2026 have them.
 */
import type { JSONObject, JSONValue } from '@sdk/core';

/** The key of this wire in `providerData`. */
export const WIRE = 'cohere';

/** A message of a request. */
export type WireMessage =
  | { role: 'system' | 'user'; content: string | WireContent[] }
  | { role: 'assistant'; content?: string | WireContent[]; tool_plan?: string; tool_calls?: WireSentToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string | WireContent[] };

/** A block of a message of a request. */
export type WireContent =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string }
  | { type: 'image_url'; image_url: { url: string; detail?: string } }
  | { type: 'document'; document: { id?: string; data: JSONObject } };

/** A call that is sent back. */
export type WireSentToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } };

/** A whole answer. */
export interface WireAnswer {
  id?: string | null;
  message?: WireAnswerMessage | null;
  finish_reason?: string | null;
  usage?: WireUsage | null;
  logprobs?: WireLogprobs[] | null;
}

/** The message of a whole answer. */
export interface WireAnswerMessage {
  content?: WireBlock[] | string | null;
  tool_plan?: string | null;
  tool_calls?: WireToolCall[] | null;
  citations?: WireCitation[] | null;
}

/** An event of a stream. What is one of a list in a whole answer stands alone in an event. */
export interface WireEvent {
  /**
   * `message-start`, `content-start`, `content-delta`, `content-end`, `tool-plan-delta`, `tool-call-start`,
   * `tool-call-delta`, `tool-call-end`, `citation-start`, `citation-end`, `message-end`, `debug`.
   */
  type?: string | null;
  /** Of `message-start`: of the answer. */
  id?: string | null;
  /** Which block, call or citation. */
  index?: number | null;
  delta?: WireDelta | null;
  /** Of `content-delta`. */
  logprobs?: WireLogprobs | WireLogprobs[] | null;
}

/** What is new. */
export interface WireDelta {
  message?: {
    content?: WireBlock | WireBlock[] | string | null;
    tool_plan?: string | null;
    tool_calls?: WireToolCall | WireToolCall[] | null;
    citations?: WireCitation | WireCitation[] | null;
  } | null;
  /** Of `message-end`. */
  finish_reason?: string | null;
  /** Of `message-end`. */
  usage?: WireUsage | null;
  /** Of `message-end`: why the generation failed. */
  error?: JSONValue;
}

/** A block of an answer: text, or thoughts. */
export interface WireBlock {
  type?: string | null;
  text?: string | null;
  thinking?: string | null;
}

/** A call by the model, or a piece of it. Its arguments are JSON text. */
export interface WireToolCall {
  id?: string | null;
  function?: { name?: string | null; arguments?: JSONValue } | null;
}

/** Which words of the answer rest on which sources. */
export interface WireCitation {
  /** Unicode characters from the beginning of the block. */
  start?: number | null;
  end?: number | null;
  /** The words. */
  text?: string | null;
  sources?: WireSource[] | null;
  /** Which block of the content; only where there are several. */
  content_index?: number | null;
  /** `TEXT_CONTENT`, `THINKING_CONTENT`, `PLAN`. */
  type?: string | null;
}

/** A document that came with the request, or what a tool gave. */
export interface WireSource {
  /** `document`, `tool`. */
  type?: string | null;
  /** The document's own id; of a tool, `<id of the call>:<n>`. */
  id?: string | null;
  document?: JSONValue;
  tool_output?: JSONValue;
}

/** Tokens. What is billed is less: the vendor's own prompt is not. */
export interface WireUsage {
  tokens?: { input_tokens?: number | null; output_tokens?: number | null; reasoning_tokens?: number | null } | null;
  cached_tokens?: number | null;
}

/** Log probabilities of the tokens of a piece of text. */
export interface WireLogprobs {
  text?: string | null;
  logprobs?: number[] | null;
}
