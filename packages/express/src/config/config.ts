import type { HeaderOptions, JSONValue, Timeouts } from '@sdk/core';

/** A text, or the environment variable that holds it, so that a committed file holds no secret. */
export type Secret = string | { env: string };

/** The settings of one provider. */
export interface ProviderConfig {
  /**
   * The key, `{ env: 'OPENAI_API_KEY' }`, or a function that gives it; `null` for a server that needs none.
   *
   * @default the provider's own environment variable, read at its first call
   */
  apiKey?: Secret | null | (() => string | Promise<string>);
  /** An absolute http(s) URL. @default the provider's own */
  baseUrl?: Secret;
  /** What `req.sdk.model('name')` gives, e.g. `'gpt-5'`. Without it, the model must always be named. */
  defaultModel?: string;
  /** In milliseconds. */
  timeouts?: Timeouts;
  /** Sent with every request; `null` removes one that the provider would send. */
  headers?: Record<string, Secret | null>;
  /** `false`: calls are refused with 503. Nothing of the provider is made, and its secrets need not be there. @default true */
  enabled?: boolean;
  /** Settings of this vendor alone, handed to its factory as they are, e.g. `{ keepAlive: '30m' }`. `{ env }` works here, too. */
  options?: Record<string, JSONValue>;
}

/** What a settings file says. */
export interface SdkConfig {
  /** The provider behind `req.sdk.model()`: one that is configured and enabled. */
  defaultProvider?: string;
  /** By the names that `use` gives. */
  providers?: Record<string, ProviderConfig>;
}

/** The settings of a provider once every secret is read: what its factory is given. */
export interface ResolvedProvider {
  name: string;
  enabled: boolean;
  defaultModel: string | undefined;
  options: {
    apiKey?: string | null | (() => string | Promise<string>);
    baseUrl?: string;
    timeouts?: Timeouts;
    headers?: HeaderOptions;
    [option: string]: unknown;
  };
}

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
