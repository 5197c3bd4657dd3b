import type { CallOptions, Capabilities } from '@sdk/core';

/** A model as the page shows it. */
export interface ListedModel {
  /** What `req.sdk.model()` takes: `provider/model`. */
  name: string;
  /** The id of the provider, e.g. `'openai'`, whatever the application calls it. */
  provider: string;
  modelId: string;
  isDefault: boolean;
  capabilities: Capabilities;
  /** In tokens; `undefined` when the vendor does not say. */
  contextWindow?: number;
}

/** A provider, by the name that the application gives it. */
export interface ListedProvider {
  name: string;
  /** e.g. `'openai'`. */
  id: string;
  /** Whether the application gives it an address, so that the vendor's own models need not be behind it. */
  hasBaseUrl: boolean;
}

/** What the page is told at its start. */
export interface ModelList {
  models: ListedModel[];
  /** Providers by the names of the application, also those that have no list. */
  providers: ListedProvider[];
  /** Lists that could not be had, one sentence each. */
  problems: string[];
}

/** A call, and the name of the model that it is for: what the page sends. */
export type ChatRequest = CallOptions & { model: string };
