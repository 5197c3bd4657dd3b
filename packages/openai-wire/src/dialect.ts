import type { AssistantMessage, CallOptions, ContentPart, FilePart, JSONObject, Reasoning, Usage } from '@sdk/core';
import type { DecodeContext, EncodeContext, ErrorDetails, ErrorSample, RateLimitReader, ResetFormat } from '@sdk/http';
import type { WireCompletion, WireMessage, WireUsage } from './wire.ts';

/** Sampling options that not every server knows, or knows under another name. */
export type OptionalField = 'topK' | 'repetitionPenalty' | 'seed' | 'presencePenalty' | 'frequencyPenalty' | 'stopSequences' | 'logprobs';

/** How one vendor's Chat Completions differ from OpenAI's. What is left out is as OpenAI does it. */
export interface ChatDialect {
  /** Key of the vendor's `providerData`, e.g. `'openai'`. */
  wire: string;
  /** The endpoint below the base URL, for all models or by model; may carry a query. @default 'chat/completions' */
  path?: string | ((modelId: string) => string);
  /** The name of `maxTokens` on the wire. @default 'max_tokens' */
  maxTokensField?: (modelId: string) => 'max_tokens' | 'max_completion_tokens';
  /** The role of system messages. @default 'system' */
  systemRole?: (modelId: string) => 'system' | 'developer';
  /** Names on the wire of sampling options; `false` where the server takes none. @default OpenAI's */
  fields?: Partial<Record<OptionalField, string | false>>;
  /** Whether to ask for usage in streams by `stream_options`. @default true */
  includeUsage?: boolean;
  /** What a JSON schema is asked for with. With `json_object` it is told in words, with a warning. @default 'json_schema' */
  jsonFormat?: 'json_schema' | 'json_object';
  /** Whether tools and formats may say `strict`. @default true */
  strict?: boolean;
  /** The word for "call some tool". @default 'required' */
  toolChoiceRequired?: string;
  /**
   * Brings a tool call's id into the form that the server takes. The same id must give the same result; where two give
   * the same, the later one is asked again with a suffix.
   */
  toolCallId?: (id: string) => string;
  /** The answer's text holds `<think>` tags; `'open'` when it begins inside them. A function says so by model. @default false */
  thinkTags?: ThinkTags | ((modelId: string) => ThinkTags);
  /** The answer's text holds calls in tags, as models write them whose server does not read them. `bareJSON`: see `TextToolCallOptions`. @default false */
  textToolCalls?: boolean | { bareJSON: boolean };
  /** Whether prompt-cache hints are sent, as `cache_control` on parts, messages and tools. @default false */
  cacheControl?: boolean;
  /** Whether an assistant's images are sent back, in its `images`. @default false */
  assistantImages?: boolean;
  /** Finish reasons by which the vendor reports a failure, and what they mean: an error is thrown. @default none */
  failures?: Readonly<Record<string, string>>;
  /** Which files the server fetches itself when given a URL. @default images */
  takesUrl?: (part: FilePart) => boolean;
  /** How `x-ratelimit-reset-*` is written. @default 'duration' */
  rateLimitReset?: ResetFormat;
  /** Reads the rate limits of a vendor that does not write them as OpenAI does. @default by `rateLimitReset` */
  readRateLimit?: RateLimitReader;
  /** Statuses beyond the usual ones after which a fresh call may succeed. */
  retryableStatuses?: readonly number[];
  /** Headers that hold the vendor's id of a request. @default `x-request-id` */
  requestIdHeaders?: readonly string[];
  hooks?: ChatHooks;
}

/** Whether a text holds `<think>` tags, or begins inside them. */
export type ThinkTags = boolean | 'open';

/** Reads what only one vendor writes, over one answer. */
export interface AnswerReader {
  /** Brings a whole answer or a chunk into OpenAI's form, and remembers the rest. On the path of every chunk. */
  readCompletion?(completion: WireCompletion): WireCompletion;
  /** Brings a message or delta into OpenAI's form, and remembers the rest. On the path of every chunk. */
  read(message: WireMessage, from: 'delta' | 'message'): WireMessage;
  /** The answer is over. */
  end(): {
    /** Goes with the reasoning, under the vendor's key; opens reasoning without a text where there is none. */
    reasoning?: JSONObject;
    /** Parts that follow all others. */
    parts?: ContentPart[];
    /** Becomes the result's `providerData`, under the vendor's key. */
    result?: JSONObject;
  };
}

/** Where one vendor's code may step in. */
export interface ChatHooks {
  /** Changes a request before it is sent: adds fields, drops some, warns. */
  request?(body: JSONObject, options: CallOptions, context: EncodeContext): JSONObject;
  /** The fields that ask for reasoning. @default `reasoning_effort` */
  reasoning?(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined;
  /** A file in the vendor's words; `undefined` for one that is written as OpenAI does. */
  file?(part: FilePart, context: EncodeContext): JSONObject | undefined;
  /** Changes an assistant's message before it is sent back. */
  assistantMessage?(wire: JSONObject, message: AssistantMessage, context: EncodeContext): JSONObject;
  /** Brings a message or delta into OpenAI's form. On the path of every chunk. */
  readMessage?(message: WireMessage): WireMessage;
  /** Makes the reader of one answer, where what is read depends on what came before. Comes before `readMessage`. */
  createAnswerReader?(context: DecodeContext): AnswerReader;
  readUsage?(usage: Usage, wire: WireUsage, context: DecodeContext): Usage;
  readError?(details: ErrorDetails, sample: ErrorSample): ErrorDetails;
}
