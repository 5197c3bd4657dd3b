/**
 * The JSON of Chat Completions as vendors really write it: every field may be missing, and more may come.
 *
 * Source: OpenAI's OpenAPI description and openai-node, August 2026; deviations from recorded traffic of compatible
 * servers. Read 2026-11-20.
 */
import type { JSONObject, JSONValue } from '@sdk/core';

/** `choices[0].delta` of a chunk, or `choices[0].message` of a whole answer. */
export interface WireMessage {
  role?: string | null;
  content?: string | null;
  refusal?: string | null;
  /** DeepSeek, xAI, older vLLM, LiteLLM, gpustack. */
  reasoning_content?: string | null;
  /** OpenRouter, Groq, Ollama, newer vLLM and LightLLM. */
  reasoning?: string | null;
  tool_calls?: WireToolCall[] | null;
  /** What `tool_calls` was before November 2023; some servers still write it. */
  function_call?: WireFunction | null;
  annotations?: WireAnnotation[] | null;
  /** OpenRouter, LiteLLM: what a model drew. */
  images?: WireImage[] | null;
}

/** An image, mostly as a `data:` URL. */
export interface WireImage {
  type?: string;
  image_url?: { url?: string } | null;
}

/** A tool call, or a fragment of one. */
export interface WireToolCall {
  index?: number | null;
  id?: string | null;
  type?: string | null;
  function?: WireFunction | null;
}

/** The arguments are JSON text; some servers write the object itself. */
export interface WireFunction {
  name?: string | null;
  arguments?: string | JSONObject | null;
}

/** A citation inside the answer's text. */
export interface WireAnnotation {
  type?: string;
  url_citation?: { url?: string; title?: string; content?: string; start_index?: number; end_index?: number };
}

/** A page that was found, at vendors that search. */
export interface WireSearchResult {
  url?: string;
  title?: string;
  snippet?: string;
}

/** The probability of a token of the text. */
export interface WireLogprob {
  token: string;
  logprob: number;
  bytes?: number[] | null;
  top_logprobs?: { token: string; logprob: number }[] | null;
}

/** One of the answers; there is only ever one. */
export interface WireChoice {
  index?: number;
  delta?: WireMessage | null;
  message?: WireMessage | null;
  finish_reason?: string | null;
  logprobs?: { content?: WireLogprob[] | null } | null;
  /** OpenRouter: the vendor behind failed. */
  error?: JSONValue;
}

/** A chunk of a stream, or a whole answer: the two differ in `delta` and `message` only. */
export interface WireCompletion {
  /** `'error'` where an error has no object of its own: Mistral, older vLLM. */
  object?: string;
  id?: string | null;
  model?: string | null;
  choices?: WireChoice[] | null;
  usage?: WireUsage | null;
  /** Perplexity, xAI: the addresses that `[1]` and so on in the text mean. */
  citations?: string[] | null;
  /** Perplexity: what is known of them. */
  search_results?: WireSearchResult[] | null;
  /** OpenRouter: who answered. */
  provider?: string | null;
  error?: JSONValue;
}

/** Tokens used. Cached tokens are part of the prompt's, reasoning tokens part of the completion's. */
export interface WireUsage extends JSONObject {
  prompt_tokens?: number;
  completion_tokens?: number;
  total_tokens?: number;
}
