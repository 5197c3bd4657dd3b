import type {
  CallOptions,
  ContentPart,
  FinishReason,
  JSONObject,
  ProviderData,
  RateLimit,
  ResponseInfo,
  ToolCallPart,
  Usage,
  Warning,
} from '@sdk/core';

/** A tool call of a script. What is left out is filled in: an id such as `'call-1-2'` (second part of the first call), and `{}`. */
export type ScriptedToolCall = Omit<ToolCallPart, 'toolCallId' | 'arguments'> & {
  toolCallId?: string;
  arguments?: JSONObject;
};

/** Any content part, with tool calls in their short form, e.g. `{ type: 'tool-call', toolName: 'time', arguments: { city: 'Paris' } }`. */
export type ScriptedPart = Exclude<ContentPart, ToolCallPart> | ScriptedToolCall;

/** One answer, or as much of it as comes before {@link ScriptedAnswer.error}. */
export interface ScriptedAnswer {
  /** A string is one text part. @default no content */
  content?: string | ScriptedPart[];
  /** @default `'tool-calls'` when a client tool is called, else `'stop'` */
  finishReason?: FinishReason;
  rawFinishReason?: string;
  /** @default `{}`: nothing reported */
  usage?: Usage;
  warnings?: Warning[];
  /** Laid over `{ provider, modelId, id: 'scripted-1' }`. */
  response?: Partial<ResponseInfo>;
  rateLimit?: RateLimit;
  providerData?: ProviderData;
  /** Thrown after the content, instead of a finish. */
  error?: Error;
}

/** What the model says to one call. An `Error` is thrown before any part. */
export type ScriptedReply = string | ScriptedAnswer | Error;

/**
 * One step of a script: a reply, or a function that makes one from the call.
 *
 * `callIndex` counts the model's calls from 0. What the function throws is thrown by the call.
 */
export type ScriptStep = ScriptedReply | ((options: CallOptions, callIndex: number) => ScriptedReply | Promise<ScriptedReply>);
