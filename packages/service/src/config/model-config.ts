import type { JSONObject } from '@sdk/core';
import type { HiddenKey, Key } from './hidden-key.ts';

/** A key, the environment variable that holds it, or one that was read from a store. */
export type KeySource = string | { env: string } | HiddenKey;

/** Which model to ask, where, with which key and how. */
export interface ModelConfig {
  /** One of the service's providers, e.g. `'openai'`. */
  provider: string;
  /** An absolute http(s) URL. @default the provider's own */
  endpoint?: string | null;
  /**
   * The key; several take turns. `null`: none is sent.
   *
   * @default the provider's own environment variable; none where there is an `endpoint`
   */
  apiKey?: KeySource | readonly KeySource[] | null;
  /** More keys, after `apiKey`. */
  apiKeys?: readonly KeySource[];
  /** The vendor's id, e.g. `'gpt-5.4-mini'`. */
  model: string;
  /** 0–2; `null`: not sent. @default 0.7 */
  temperature?: number | null;
  /** Most tokens of an answer; `null`: not sent. @default 8192 */
  maxTokens?: number | null;
  /** 0–1; `null`: not sent. @default 0.9 */
  topP?: number | null;
  /** @default not sent */
  topK?: number | null;
  /** Retries after the first attempt, for each model. @default 3 */
  maxRetries?: number;
  /** In milliseconds. @default 1_000 */
  initialRetryDelayMs?: number;
  /** In milliseconds. @default 60_000 */
  maxRetryDelayMs?: number;
  /** By how much the wait grows from retry to retry. At least 1. @default 2 */
  retryMultiplier?: number;
  /** Models of the same provider that are asked, in order, when the one before has failed for good. @default none */
  fallbackModels?: readonly string[];
  /** Settings of this vendor alone, given to its factory as they are; they are stored readable, so no secrets. @default none */
  options?: JSONObject;
}

/** The same as stored rows spell it. Delays are in seconds here. Numbers are numbers. */
export interface ModelConfigRow {
  provider: string;
  endpoint?: string | null;
  api_key?: KeySource | readonly KeySource[] | null;
  api_keys?: readonly KeySource[] | null;
  model: string;
  temperature?: number | null;
  max_tokens?: number | null;
  top_p?: number | null;
  top_k?: number | null;
  max_retries?: number | null;
  /** In seconds. @default 1 */
  initial_retry_delay?: number | null;
  /** In seconds. @default 60 */
  max_retry_delay?: number | null;
  retry_multiplier?: number | null;
  fallback_models?: readonly string[] | null;
}

/** A configuration that has been checked and completed. */
export interface CompleteModelConfig {
  provider: string;
  endpoint?: string;
  /** `null`: none is sent. `undefined`: as the provider does it. */
  apiKey?: Key | Key[] | null;
  model: string;
  /** `null` here and below: not sent. */
  temperature: number | null;
  maxTokens: number | null;
  topP: number | null;
  topK: number | null;
  maxRetries: number;
  initialRetryDelayMs: number;
  maxRetryDelayMs: number;
  retryMultiplier: number;
  fallbackModels: string[];
  options: JSONObject;
}

/** A configuration in a store. */
export interface StoredModelConfig extends CompleteModelConfig {
  id: string;
  /** 1 for a new one, and 1 more with every change. */
  version: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** ISO 8601, UTC. */
  updatedAt: string;
}

/** The keys of a configuration as a list. */
export function keysOf(apiKey: CompleteModelConfig['apiKey']): Key[] {
  if (!apiKey) return [];
  return Array.isArray(apiKey) ? apiKey : [apiKey];
}
