import type { JSONObject, JSONValue } from './json.ts';
import type { Annotated, Message } from './message.ts';
import type { Schema, SchemaOutput } from './schema.ts';

/** A function of the user's that the model may ask for. */
export interface FunctionTool<S extends Schema = Schema> extends Annotated {
  type?: 'function';
  /** 1–64 of `A-Z a-z 0-9 _ -` at most vendors. */
  name: string;
  /** When and how to use it; the model reads this. */
  description?: string;
  /** The shape of the arguments: JSON Schema, or a Standard Schema such as a zod object. */
  parameters: S;
  /** Ask the vendor to hold the model to the schema, where it can. */
  strict?: boolean;
}

/** A tool that the vendor runs itself, e.g. `{ type: 'provider', name: 'web_search', args: {} }`. */
export interface ProviderTool extends Annotated {
  type: 'provider';
  /** The vendor's name of the tool. */
  name: string;
  /** The vendor's settings of the tool, sent as they are. */
  args: JSONObject;
}

/** A tool offered to the model. */
export type Tool = FunctionTool | ProviderTool;

/** The type of the arguments of a tool, from its `parameters`. */
export type ToolArguments<T extends { parameters: Schema }> = SchemaOutput<T['parameters']>;

/** Whether the model may, must not or must call a tool, or which one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { toolName: string };

/** What the answer must be: text, any JSON, or JSON of a schema. */
export type ResponseFormat = { type: 'text' } | { type: 'json'; schema?: Schema; name?: string };

/** How much the model is to think: an effort, or a budget in tokens. Each vendor knows a subset. */
export type Reasoning =
  | 'none'
  | 'minimal'
  | 'low'
  | 'medium'
  | 'high'
  | 'xhigh'
  | 'max'
  | { budgetTokens: number };

/** Sampling and length: what a provider's `defaults` may set, too. Nothing is sent that is not set. */
export interface SamplingOptions {
  /** Most tokens to write, thoughts included. */
  maxTokens?: number;
  /** 0–2 at most vendors, 0–1 at some. */
  temperature?: number;
  /** 0–1. */
  topP?: number;
  topK?: number;
  /** Text at which the model stops; the text itself is not part of the answer. */
  stopSequences?: string[];
  /** −2 to 2. */
  presencePenalty?: number;
  /** −2 to 2. */
  frequencyPenalty?: number;
  /** 1 is neutral. */
  repetitionPenalty?: number;
  seed?: number;
  /** `true` for the chosen tokens' log probabilities; a number for that many alternatives at each place, too. */
  logprobs?: boolean | number;
  reasoning?: Reasoning;
}

/** The four limits on time, in milliseconds. `Infinity` switches one off. All start with the call. */
export interface Timeouts {
  /** To an open connection, waiting for a pooled socket included. @default 10_000 */
  connectMs?: number;
  /** To the first byte of the answer's body; headers do not count. @default 300_000 */
  firstByteMs?: number;
  /** Between two bytes of any kind, comments included. @default 120_000 */
  idleMs?: number;
  /** The caller's whole call, retries included. @default Infinity */
  totalMs?: number;
}

/** Header name → value. Names are case-insensitive; `null` removes a header that would be sent. */
export type HeaderOptions = Record<string, string | null | undefined>;

/** Everything that one call may say. */
export interface CallOptions extends SamplingOptions {
  /** The conversation so far, at least one message. */
  messages: Message[];
  tools?: Tool[];
  /** @default the vendor's, usually `'auto'` where tools are given */
  toolChoice?: ToolChoice;
  /** Whether the model may call several tools in one answer. */
  parallelToolCalls?: boolean;
  responseFormat?: ResponseFormat;
  /** Groups calls of one conversation. A hint, sent where the vendor has a place for it. */
  sessionId?: string;
  /** The end user on whose behalf the call is made. A hint. */
  userId?: string;
  /** For the vendor's own records. A hint. */
  metadata?: Record<string, string>;
  /** Ends the call at once, with an `AbortError`. */
  signal?: AbortSignal;
  timeouts?: Timeouts;
  headers?: HeaderOptions;
  /**
   * Merged into the vendor's request last, deep: objects by key, arrays and scalars replace, `undefined` removes.
   * Belongs to one vendor.
   */
  extraBody?: JSONObject;
  providerData?: Record<string, JSONValue>;
}
