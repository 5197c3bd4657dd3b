/**
 * What a client of Chat Completions asks, as types for callers. `readChatRequest` does not trust them: it reads any JSON.
 *
 * Source: openai-node 7.55, read 2026-11-21. Its own parameter types fit these.
 */

/** A request. */
export interface ChatCompletionParams {
  model: string;
  messages: readonly ChatMessageParam[];
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean; include_obfuscation?: boolean } | null;
  /** Only one answer can be asked for. */
  n?: number | null;
  tools?: readonly ChatToolParam[];
  tool_choice?: ChatToolChoiceParam;
  parallel_tool_calls?: boolean;
  /** @deprecated in favour of `tools` */
  functions?: readonly FunctionParam[];
  /** @deprecated in favour of `tool_choice` */
  function_call?: 'none' | 'auto' | { name: string };
  response_format?: ResponseFormatParam;
  max_completion_tokens?: number | null;
  /** @deprecated in favour of `max_completion_tokens` */
  max_tokens?: number | null;
  temperature?: number | null;
  top_p?: number | null;
  stop?: string | readonly string[] | null;
  seed?: number | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  logprobs?: boolean | null;
  top_logprobs?: number | null;
  reasoning_effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null;
  user?: string;
  safety_identifier?: string | null;
  prompt_cache_key?: string | null;
  metadata?: Record<string, string> | null;
  modalities?: readonly ('text' | 'audio')[] | null;
  /** Other servers' fields. */
  top_k?: number | null;
  repetition_penalty?: number | null;
  /** Fields that a call has no place for: see `unread` of a read request. */
  logit_bias?: Record<string, number> | null;
  verbosity?: 'low' | 'medium' | 'high' | null;
  service_tier?: string | null;
  store?: boolean | null;
  audio?: object | null;
  prediction?: object | null;
  web_search_options?: object;
  moderation?: object | null;
  prompt_cache_options?: object;
  prompt_cache_retention?: string | null;
}

/** A message of a request. */
export type ChatMessageParam =
  | { role: 'system' | 'developer'; content: string | readonly TextPartParam[]; name?: string }
  | { role: 'user'; content: string | readonly UserPartParam[]; name?: string }
  | AssistantMessageParam
  | { role: 'tool'; tool_call_id: string; content: string | readonly TextPartParam[] }
  | { role: 'function'; name: string; content: string | null };

/** What the model said before; the message of a whole answer is one. */
export interface AssistantMessageParam {
  role: 'assistant';
  content?: string | readonly (TextPartParam | { type: 'refusal'; refusal: string })[] | null;
  refusal?: string | null;
  name?: string;
  reasoning_content?: string | null;
  tool_calls?: readonly ToolCallParam[];
  function_call?: { name: string; arguments: string } | null;
  audio?: { id: string } | null;
}

/** A call that the model made. */
export type ToolCallParam =
  | { id: string; type: 'function'; function: { name: string; arguments: string } }
  | { id: string; type: 'custom'; custom: { name: string; input: string } };

interface CacheBreakpointParam {
  prompt_cache_breakpoint?: { mode: 'explicit'; ttl?: string };
}

/** Text. */
export interface TextPartParam extends CacheBreakpointParam {
  type: 'text';
  text: string;
}

/** What a person may say: text, images, audio, documents. */
export type UserPartParam =
  | TextPartParam
  | (CacheBreakpointParam & { type: 'image_url'; image_url: { url: string; detail?: string } })
  | (CacheBreakpointParam & { type: 'input_audio'; input_audio: { data: string; format: 'wav' | 'mp3' } })
  | (CacheBreakpointParam & { type: 'file'; file: { file_data?: string; file_id?: string; filename?: string } });

/** A function as it is offered. */
export interface FunctionParam {
  name: string;
  description?: string;
  /** JSON Schema. @default no parameters */
  parameters?: Record<string, unknown>;
  strict?: boolean | null;
}

/** A tool as it is offered: a function, or one of the vendor's own. */
export type ChatToolParam =
  | { type: 'function'; function: FunctionParam }
  | { type: 'custom'; custom: { name: string; description?: string; format?: object } };

/** Whether a tool is to be called, and which. */
export type ChatToolChoiceParam =
  | 'none'
  | 'auto'
  | 'required'
  | { type: 'function'; function: { name: string } }
  | { type: 'custom'; custom: { name: string } }
  | { type: 'allowed_tools'; allowed_tools: { mode: 'auto' | 'required'; tools: readonly Record<string, unknown>[] } };

/** What the answer must be. */
export type ResponseFormatParam =
  | { type: 'text' }
  | { type: 'json_object' }
  | {
      type: 'json_schema';
      json_schema: { name: string; description?: string; schema?: Record<string, unknown>; strict?: boolean | null };
    };

/** A request for embeddings. */
export interface EmbeddingParams {
  model: string;
  /** Lists of tokens, which OpenAI takes, too, are refused: they mean nothing to another vendor. */
  input: string | readonly string[] | readonly number[] | readonly (readonly number[])[];
  dimensions?: number;
  /** @default 'float' */
  encoding_format?: 'float' | 'base64';
  user?: string;
}
