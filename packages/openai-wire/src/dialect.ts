import type { CallOptions, FilePart, JSONObject, Usage } from '@sdk/core';
import type { EncodeContext, ErrorDetails, ErrorSample, ResetFormat } from '@sdk/http';
import type { WireMessage, WireUsage } from './wire.ts';

/** Sampling options that not every server knows, or knows under another name. */
export type OptionalField = 'topK' | 'repetitionPenalty' | 'seed' | 'presencePenalty' | 'frequencyPenalty' | 'stopSequences' | 'logprobs';

/** How one vendor's Chat Completions differ from OpenAI's. What is left out is as OpenAI does it. */
export interface ChatDialect {
  /** Key of the vendor's `providerData`, e.g. `'openai'`. */
  wire: string;
  /** @default 'chat/completions' */
  path?: string;
  /** The name of `maxTokens` on the wire. @default 'max_tokens' */
  maxTokensField?: (modelId: string) => 'max_tokens' | 'max_completion_tokens';
  /** The role of system messages. @default 'system' */
  systemRole?: (modelId: string) => 'system' | 'developer';
  /** Names on the wire of sampling options; `false` where the server takes none. @default OpenAI's */
  fields?: Partial<Record<OptionalField, string | false>>;
  /** Whether to ask for usage in streams by `stream_options`. @default true */
  includeUsage?: boolean;
  /** What a JSON schema is asked for with. @default 'json_schema' */
  jsonFormat?: 'json_schema' | 'json_object';
  /** Whether tools and formats may say `strict`. @default true */
  strict?: boolean;
  /** The word for "call some tool". @default 'required' */
  toolChoiceRequired?: string;
  /** Brings a tool call's id into the form that the server takes. The same id must give the same result. */
  toolCallId?: (id: string) => string;
  /** The answer's text holds `<think>` tags; `'open'` when it begins inside them. @default false */
  thinkTags?: boolean | 'open';
  /** Which files the server fetches itself when given a URL. @default images */
  takesUrl?: (part: FilePart) => boolean;
  /** How `x-ratelimit-reset-*` is written. @default 'duration' */
  rateLimitReset?: ResetFormat;
  /** Statuses beyond the usual ones after which a fresh call may succeed. */
  retryableStatuses?: readonly number[];
  /** Headers that hold the vendor's id of a request. @default `x-request-id` */
  requestIdHeaders?: readonly string[];
  hooks?: ChatHooks;
}

/** Where one vendor's code may step in. */
export interface ChatHooks {
  /** Changes a request before it is sent: adds fields, drops some, warns. */
  request?(body: JSONObject, options: CallOptions, context: EncodeContext): JSONObject;
  /** Changes an assistant's message before it is sent back. */
  assistantMessage?(wire: JSONObject, message: Extract<CallOptions['messages'][number], { role: 'assistant' }>): JSONObject;
  /** Brings a message or delta into OpenAI's form. On the path of every chunk. */
  readMessage?(message: WireMessage): WireMessage;
  readUsage?(usage: Usage, wire: WireUsage): Usage;
  readError?(details: ErrorDetails, sample: ErrorSample): ErrorDetails;
}
