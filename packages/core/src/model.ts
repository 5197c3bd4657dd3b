import type { CallOptions, HeaderOptions, Timeouts } from './call-options.ts';
import type { JSONObject, JSONValue } from './json.ts';
import type { ProviderData } from './message.ts';
import type { GenerateResult, RateLimit, ResponseInfo, Usage, Warning } from './result.ts';
import type { StreamPart } from './stream-part.ts';

/**
 * What a model can do. Only `false` refuses a request, before any network; `undefined` means "ask it".
 */
export interface Capabilities {
  /** Answers at all; `false` for a model that only embeds. */
  chat?: boolean;
  streaming?: boolean;
  tools?: boolean;
  /** Can be made to call a tool, or a certain one. */
  toolChoice?: boolean;
  /** Takes images. */
  vision?: boolean;
  /** Takes documents such as PDF. */
  files?: boolean;
  /** Takes audio. */
  audio?: boolean;
  /** Can be held to JSON. */
  json?: boolean;
  /** Can be held to a JSON Schema. */
  jsonSchema?: boolean;
  reasoning?: boolean;
  /** Continues a last message of the assistant. */
  prefill?: boolean;
  embeddings?: boolean;
}

/** A model that answers messages. Providers make them, wrappers take one and give one. */
export interface LanguageModel {
  /** Id of the provider, e.g. `'openai'`. */
  readonly provider: string;
  /** The vendor's id of the model, any string. */
  readonly modelId: string;
  readonly capabilities: Capabilities;
  /**
   * Asks for a whole answer.
   *
   * @throws SdkError by rejection, never synchronously: every failure is one.
   */
  generate(options: CallOptions): Promise<GenerateResult>;
  /**
   * Asks for an answer as it is written. The request goes out at the first `next()`.
   *
   * Ends with exactly one `finish` part, or throws exactly one SdkError. For one consumer. Leaving the loop early
   * closes the connection; a slow consumer slows the vendor down instead of filling memory.
   */
  stream(options: CallOptions): AsyncIterable<StreamPart>;
  /** Counts what a call would cost in tokens, at vendors that offer it. */
  countTokens?(options: CallOptions): Promise<{ inputTokens: number }>;
}

/** What one embedding call may say. */
export interface EmbedOptions {
  /** The texts to embed. More than the vendor takes at once are split, in order. */
  values: string[];
  /** Length of the vectors, where the model can shorten them. */
  dimensions?: number;
  /** What the vectors are for, where the model makes a difference. */
  inputType?: 'query' | 'document';
  signal?: AbortSignal;
  timeouts?: Timeouts;
  headers?: HeaderOptions;
  extraBody?: JSONObject;
  providerData?: Record<string, JSONValue>;
}

/** Vectors, one per value, in the order of the values. */
export interface EmbedResult {
  embeddings: number[][];
  /** Summed over all requests that were made. */
  usage: Usage;
  warnings: Warning[];
  response: ResponseInfo;
  rateLimit?: RateLimit;
  providerData?: ProviderData;
}

/** A model that turns texts into vectors. */
export interface EmbeddingModel {
  readonly provider: string;
  readonly modelId: string;
  /** @throws SdkError by rejection. */
  embed(options: EmbedOptions): Promise<EmbedResult>;
}

/** One entry of a vendor's list of models. */
export interface ModelInfo {
  id: string;
  name?: string;
  /** In tokens. */
  contextWindow?: number;
  /** In tokens. */
  maxOutputTokens?: number;
  capabilities?: Capabilities;
  /** The vendor's own entry. */
  raw: JSONValue;
}

/** Makes the models of one vendor: `provider('model-id')`. */
export interface Provider {
  (modelId: string): LanguageModel;
  /** e.g. `'openai'`. */
  readonly id: string;
  embeddingModel?(modelId: string): EmbeddingModel;
  /** @throws SdkError by rejection; a listing that fails is never an empty list. */
  listModels?(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
  /** Closes idle connections now instead of when they expire. Calls in flight end first. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
