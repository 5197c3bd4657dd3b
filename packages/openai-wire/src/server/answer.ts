/**
 * What a server of Chat Completions answers, as OpenAI's clients expect it: no field of theirs is missing.
 *
 * Source: openai-node 7.55 (`resources/chat/completions`, `resources/embeddings`, `resources/models`), read 2026-11-21.
 * `reasoning_content` is DeepSeek's and vLLM's, `images` and `cost` are OpenRouter's; clients that do not know them pass
 * over them.
 */

/** What a server calls an answer. */
export interface AnswerIdentity {
  /** e.g. `'chatcmpl-abc'`. */
  id: string;
  /** Unix time, in seconds. */
  created: number;
  /** The model that answered, as the client is to see it. */
  model: string;
}

/** Why the model stopped, in OpenAI's words. */
export type WrittenFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** A whole answer. */
export interface ChatCompletion extends AnswerIdentity {
  object: 'chat.completion';
  choices: CompletionChoice[];
  /** Missing where the vendor reported nothing. */
  usage?: CompletionUsage;
}

/** The one answer of a {@link ChatCompletion}. */
export interface CompletionChoice {
  index: number;
  message: CompletionMessage;
  finish_reason: WrittenFinishReason;
  logprobs: CompletionLogprobs | null;
}

/** What the model said. */
export interface CompletionMessage {
  role: 'assistant';
  /** `null` where there are only tool calls. */
  content: string | null;
  refusal: string | null;
  reasoning_content?: string;
  tool_calls?: CompletionToolCall[];
  /** In place of `tool_calls`, for a request that used `functions`. */
  function_call?: { name: string; arguments: string };
  annotations?: UrlCitation[];
  images?: OutputImage[];
}

/** A call of a function; `arguments` is JSON text, or what the model wrote in its place. */
export interface CompletionToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** Where a piece of the text comes from. Both indices are 0 where the vendor named no place in the text. */
export interface UrlCitation {
  type: 'url_citation';
  url_citation: { url: string; title: string; start_index: number; end_index: number; content?: string };
}

/** An image that the model made, as a `data:` URL or one of the vendor's. */
export interface OutputImage {
  type: 'image_url';
  image_url: { url: string };
}

/** Probabilities of the tokens of the text. */
export interface CompletionLogprobs {
  content: CompletionLogprob[] | null;
  refusal: null;
}

/** The probability of one token. */
export interface CompletionLogprob {
  token: string;
  logprob: number;
  bytes: number[] | null;
  top_logprobs: { token: string; logprob: number; bytes: number[] | null }[];
}

/** Tokens used: cached ones are part of the prompt's, reasoning of the completion's. */
export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
  /** In US dollars, where the vendor says it. */
  cost?: number;
}

/** One step of a streamed answer. */
export interface ChatCompletionChunk extends AnswerIdentity {
  object: 'chat.completion.chunk';
  /** Empty in the chunk with the usage. */
  choices: ChunkChoice[];
  /** `null` in all chunks but the last, when usage was asked for. */
  usage?: CompletionUsage | null;
}

/** The one answer of a {@link ChatCompletionChunk}. */
export interface ChunkChoice {
  index: number;
  delta: ChunkDelta;
  finish_reason: WrittenFinishReason | null;
  logprobs: CompletionLogprobs | null;
}

/** What a chunk adds to the message. */
export interface ChunkDelta {
  role?: 'assistant';
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string;
  tool_calls?: ChunkToolCall[];
  function_call?: { name?: string; arguments?: string };
  annotations?: UrlCitation[];
  images?: OutputImage[];
}

/** A fragment of a tool call: the first has id and name, the others more of the arguments. */
export interface ChunkToolCall {
  index: number;
  id?: string;
  type?: 'function';
  function: { name?: string; arguments: string };
}
