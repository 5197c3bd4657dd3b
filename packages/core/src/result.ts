import type { ErrorKind } from './errors.ts';
import type { JSONValue } from './json.ts';
import type { AssistantMessage, ContentPart, ProviderData, ToolCallPart } from './message.ts';

/**
 * Why the model stopped.
 *
 * - `stop`: it had said all, or came to a stop sequence
 * - `length`: it ran into `maxTokens` or the context window
 * - `tool-calls`: it waits for the result of at least one tool
 * - `content-filter`: the vendor blocked the prompt or the answer, or the model refused
 * - `pause`: call again with `message` appended
 * - `error`: the vendor ended normally and calls its own output malformed
 * - `other`: see `rawFinishReason`
 *
 * New reasons may come in minor versions.
 */
export type FinishReason =
  | 'stop'
  | 'length'
  | 'tool-calls'
  | 'content-filter'
  | 'pause'
  | 'error'
  | 'other'
  | (string & {});

/** Tokens used. A field is `undefined` where the vendor does not report it. */
export interface Usage {
  /** All of the prompt, cached tokens included. */
  inputTokens?: number;
  /** The part of the input that was read from the vendor's prompt cache. */
  cachedInputTokens?: number;
  /** The part of the input that was written to the vendor's prompt cache. */
  cacheWriteTokens?: number;
  /** All of the answer, reasoning included. */
  outputTokens?: number;
  reasoningTokens?: number;
  /** The vendor's own sum where it gives one, else input + output. */
  totalTokens?: number;
  /** What the vendor says the call cost, in US dollars. */
  costUsd?: number;
  /** The vendor's own object. */
  raw?: JSONValue;
}

/** Something that was asked for and could not be honoured as asked. */
export interface Warning {
  kind: 'unsupported' | 'adjusted' | 'other';
  /** The option of `CallOptions`, e.g. `'topK'`. */
  option?: string;
  message: string;
}

/** Who answered, and how to talk to the vendor about it. */
export interface ResponseInfo {
  /** Id of the provider that was asked. */
  provider: string;
  /** Who answered behind a router or gateway, where that one says so. */
  origin?: string;
  /** The vendor's id of the answer. */
  id?: string;
  /** The model that answered; it may be more exact than the one asked for. */
  modelId?: string;
  /** The vendor's id of the request, for its support. */
  requestId?: string;
  /** The answer's HTTP headers, names in lower case. */
  headers?: Record<string, string>;
  /** Whether the answer came from a cache of ours. */
  cached?: boolean;
}

/** What is left of the vendor's limits, by scope, e.g. `{ requests: { limit: 500, remaining: 499, resetMs: 120 } }`. */
export type RateLimit = Record<string, { limit?: number; remaining?: number; resetMs?: number }>;

/** How long the call took, in milliseconds from the call itself. */
export interface Timing {
  /** To the first token of text, reasoning or a tool call; `undefined` for an answer that came whole. */
  firstTokenMs?: number;
  totalMs: number;
}

/** One attempt of a wrapper that makes several. */
export interface Attempt {
  provider: string;
  modelId: string;
  /** The kind of the error it ended with; `undefined` when it succeeded. */
  kind?: ErrorKind;
  status?: number;
  /** How long was waited after it. */
  waitMs?: number;
  durationMs: number;
  usage?: Usage;
}

/** A whole answer. Plain data: survives JSON and `structuredClone`. */
export interface GenerateResult {
  /** All parts, in order. */
  content: ContentPart[];
  /** All text parts, joined with nothing between. */
  text: string;
  /** All reasoning parts, joined with nothing between; `undefined` when there are none. */
  reasoning?: string;
  /** The calls to be answered; those that the vendor ran itself are in `content` only. */
  toolCalls: ToolCallPart[];
  /** The assistant's message, ready to be appended to the conversation. */
  message: AssistantMessage;
  finishReason: FinishReason;
  /** The vendor's word for it. */
  rawFinishReason?: string;
  usage: Usage;
  warnings: Warning[];
  response: ResponseInfo;
  rateLimit?: RateLimit;
  timing: Timing;
  providerData?: ProviderData;
  /** One entry per attempt, the last included; filled by wrappers that retry or fall back. */
  attempts?: Attempt[];
}

/** The fields of a {@link GenerateResult} that the others follow from. */
export type ResultFields = Omit<GenerateResult, 'text' | 'reasoning' | 'toolCalls' | 'message'>;

/** Completes a result: joins text and reasoning, picks the tool calls, makes the message to append. */
export function createResult(fields: ResultFields): GenerateResult {
  let text = '';
  let reasoning: string | undefined;
  const toolCalls: ToolCallPart[] = [];
  for (const part of fields.content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') reasoning = (reasoning ?? '') + part.text;
    else if (part.type === 'tool-call' && !part.providerExecuted) toolCalls.push(part);
  }
  const message: AssistantMessage = { role: 'assistant', content: fields.content };
  if (fields.providerData) message.providerData = fields.providerData;
  const result: GenerateResult = { ...fields, text, toolCalls, message };
  if (reasoning !== undefined) result.reasoning = reasoning;
  return result;
}
