/**
 * The JSON of the Responses API as vendors really write it: every field may be missing, and more may come.
 *
 * Source: OpenAI's OpenAPI description and openai-node 7, August 2026; deviations from recorded traffic of xAI, Azure
 * and Amazon. Read 2026-11-20.
 */
import type { JSONObject, JSONValue } from '@sdk/core';
import type { WireLogprob } from '../wire.ts';

/** A citation inside a text. Which fields there are depends on `type`. */
export interface WireResponseAnnotation extends JSONObject {
  type?: string;
  url?: string;
  title?: string;
  filename?: string;
  file_id?: string;
  container_id?: string;
  start_index?: number;
  end_index?: number;
}

/** A piece of a message, or of the thoughts in `summary` and `content` of a reasoning item. */
export interface WireContent {
  type?: string;
  text?: string | null;
  refusal?: string | null;
  annotations?: WireResponseAnnotation[] | null;
  logprobs?: WireLogprob[] | null;
}

/** One item of `output`: a message, thoughts, a call, or what a tool of the vendor's own did. */
export type WireItem = JSONObject & {
  type?: string;
  id?: string;
  call_id?: string;
  name?: string;
};

/** Tokens used. Cached tokens are part of the input's, reasoning tokens part of the output's. */
export interface WireResponseUsage extends JSONObject {
  input_tokens?: number;
  output_tokens?: number;
  total_tokens?: number;
}

/** A whole answer, and what `response.created` and `response.completed` carry. */
export interface WireResponse {
  id?: string | null;
  model?: string | null;
  status?: string | null;
  output?: WireItem[] | null;
  usage?: WireResponseUsage | null;
  error?: JSONValue;
  incomplete_details?: { reason?: string | null } | null;
}

/** An event of a stream. Which fields there are depends on `type`. */
export interface WireEvent {
  type?: string;
  response?: WireResponse | null;
  item?: WireItem;
  item_id?: string;
  output_index?: number;
  content_index?: number;
  summary_index?: number;
  delta?: string | null;
  text?: string | null;
  refusal?: string | null;
  arguments?: string | null;
  annotation?: WireResponseAnnotation;
  logprobs?: WireLogprob[] | null;
  error?: JSONValue;
}
