import { ConfigurationError, type CallOptions, type HeaderOptions } from '@sdk/core';
import { TIMEOUT_MS } from '../defaults.ts';
import type { LightLLMOptions } from '../provider.ts';
import type { AnswerStyle } from './answers.ts';
import type { ReadParams } from './read-params.ts';
import type { LightLLMClientOptions } from './types.ts';

/** Settings of one call. */
export interface LightLLMRequestOptions {
  signal?: AbortSignal;
  /** Seconds. @default the client's */
  timeout?: number;
  headers?: HeaderOptions;
}

/** What a client is made of. */
export interface ClientSettings {
  mode: 'openai' | 'generate';
  /** Options of the provider: plain data, so that they can be given to another thread. */
  provider: LightLLMOptions;
  style: AnswerStyle;
  timeout: number | undefined;
}

const MS_PER_SECOND = 1000;

/** Brings a client's options into the provider's words. @throws ConfigurationError for a timeout that is no time. */
export function readClientOptions(options: LightLLMClientOptions): ClientSettings {
  const { mode = 'openai', thinkTags = true, imagePlaceholder, headers, stripToolCalls = false, bareJSONToolCalls = false, localFiles = true } = options;
  const apiKey = options.apiKey === undefined ? options.api_key : options.apiKey;
  const baseUrl = options.baseURL ?? options.baseUrl ?? options.base_url;
  checkTimeout(options.timeout);
  return {
    mode,
    provider: {
      mode,
      localFiles,
      // The text is to be seen as the model wrote it, so that it is read here.
      textToolCalls: false,
      thinkTags: false,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(headers === undefined ? {} : { headers }),
      ...(imagePlaceholder === undefined ? {} : { imagePlaceholder }),
    },
    style: { stripToolCalls, thinkTags, bareJSON: bareJSONToolCalls, onWarning: options.onWarning ?? (() => {}) },
    timeout: options.timeout,
  };
}

/** The options of a call, with what was said beside the request. */
export function callOptions({ options, stream }: ReadParams, settings: ClientSettings, { timeout, headers }: LightLLMRequestOptions): CallOptions {
  checkTimeout(timeout);
  const seconds = timeout ?? settings.timeout;
  return { ...options, ...(headers ? { headers } : {}), ...(seconds === undefined ? {} : { timeouts: { [stream ? 'firstByteMs' : 'totalMs']: seconds * MS_PER_SECOND } }) };
}

function checkTimeout(timeout: number | undefined): void {
  if (timeout === undefined || timeout > 0) return;
  throw new ConfigurationError(`\`timeout\` is ${String(timeout)}; expected seconds above 0, ${TIMEOUT_MS / MS_PER_SECOND} by default.`);
}
