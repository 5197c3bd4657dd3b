import type { CallOptions, FilePart, JSONObject, Reasoning, Usage } from '@sdk/core';
import type { EncodeContext, ErrorDetails, ErrorSample, ResetFormat } from '@sdk/http';
import type { WireItem, WireResponseUsage } from './wire.ts';

/** How one vendor's Responses API differs from OpenAI's. What is left out is as OpenAI does it. */
export interface ResponsesDialect {
  /** Key of the vendor's `providerData`. @default 'openai-responses' */
  wire?: string;
  /** @default 'responses' */
  path?: string;
  /** The role of system messages. @default 'system' */
  systemRole?: (modelId: string) => 'system' | 'developer';
  /** Whether the model gives its thoughts sealed, to be sent back; others may refuse to be asked for them. @default true */
  sealsReasoning?: (modelId: string) => boolean;
  /** Whether the model takes `prompt_cache_breakpoint` on the parts of a message. @default false */
  takesCacheBreakpoints?: (modelId: string) => boolean;
  /** Whether a tool's output may hold images and files; else they follow in a message of the user. @default true */
  filesInToolOutput?: boolean;
  /** Whether `responses/input_tokens` counts the tokens of a call: becomes `model.countTokens`. @default false */
  countsTokens?: boolean;
  /** Where `userId` is sent. @default 'safety_identifier' */
  userField?: string;
  /** Which files the server fetches itself when given a URL. @default all */
  takesUrl?: (part: FilePart) => boolean;
  /** How `x-ratelimit-reset-*` is written. @default 'duration' */
  rateLimitReset?: ResetFormat;
  /** Statuses beyond the usual ones after which a fresh call may succeed. */
  retryableStatuses?: readonly number[];
  /** Headers that hold the vendor's id of a request. @default `x-request-id` */
  requestIdHeaders?: readonly string[];
  hooks?: ResponsesHooks;
}

/** Where one vendor's code may step in. */
export interface ResponsesHooks {
  /** Drops what the model does not take of `temperature`, `top_p`, `logprobs` and `top_logprobs`, and warns. */
  sampling?(fields: JSONObject, options: CallOptions, context: EncodeContext): JSONObject;
  /** The effort as `reasoning_effort`, as in Chat Completions. */
  reasoning?(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined;
  /** Changes a request before it is sent: adds fields, drops some, warns. */
  request?(body: JSONObject, options: CallOptions, context: EncodeContext): JSONObject;
  readUsage?(usage: Usage, wire: WireResponseUsage): Usage;
  readError?(details: ErrorDetails, sample: ErrorSample): ErrorDetails;
  /** Whether the vendor itself ran what this item calls; `undefined` leaves it to the kind of the item. */
  isRunByVendor?(item: WireItem): boolean | undefined;
}
