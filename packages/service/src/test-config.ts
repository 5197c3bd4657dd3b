import { APIError, ConfigurationError, type APITimeoutError, type LanguageModel, type Message, type SdkError } from '@sdk/core';
import { callOptionsOf } from './calls/model-of.ts';
import type { CompleteModelConfig } from './config/model-config.ts';
import { ModelConfigError } from './errors.ts';

/**
 * What is wrong with a configuration: a setting (`config`), the provider's name, the key, the endpoint's URL, the model, the way there
 * (`network`), credit that is used up (`quota`), a vendor that is too busy or broken just now (`vendor`), or a request that it does not take
 * (`request`).
 */
export type ConfigProblem = 'config' | 'provider' | 'key' | 'url' | 'model' | 'network' | 'quota' | 'vendor' | 'request';

/** What a trial call has shown. */
export type ConfigReport =
  | { ok: true; modelId: string; latencyMs: number }
  | { ok: false; problem: ConfigProblem; message: string; error: SdkError };

/** Settings of a trial call. */
export interface TestOptions {
  signal?: AbortSignal;
  /** In milliseconds. A local model may need minutes to load. @default 30_000 */
  timeoutMs?: number;
}

/** As many tokens as the vendor that asks for most wants at least. */
const FEW_TOKENS = 16;
const MESSAGES: Message[] = [{ role: 'user', content: 'Hi' }];
const DEFAULT_TIMEOUT_MS = 30_000;
const MOST_CONNECT_MS = 10_000;

/** Asks a model for a few tokens, with the sampling of its configuration. @throws AbortError, nothing else */
export async function tryModel(model: LanguageModel, config: CompleteModelConfig, options: TestOptions): Promise<ConfigReport> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const maxTokens = config.maxTokens === null ? null : Math.min(FEW_TOKENS, config.maxTokens);
  const timeouts = { connectMs: Math.min(MOST_CONNECT_MS, timeoutMs / 2), totalMs: timeoutMs };
  const startedAt = performance.now();
  try {
    const call = callOptionsOf({ ...config, maxTokens }, { messages: MESSAGES, timeouts, ...(signal && { signal }) });
    const { response } = await model.generate(call);
    return { ok: true, modelId: response.modelId ?? model.modelId, latencyMs: performance.now() - startedAt };
  } catch (error) {
    if (signal?.aborted) throw error;
    return reportOf(error as SdkError, model.modelId);
  }
}

/** A failure as a report. */
export function reportOf(error: SdkError, modelId: string): ConfigReport & { ok: false } {
  const problem = problemOf(error, modelId);
  return { ok: false, problem, message: ADVICE[problem] === undefined ? error.message : `${ADVICE[problem]} ${error.message}`, error };
}

const ADVICE: { [problem in ConfigProblem]?: string } = {
  key: 'The key is not accepted.',
  url: 'The endpoint is not the base URL of this API.',
  model: 'There is no such model, or the key has no access to it.',
  network: 'The server cannot be reached.',
  quota: 'The credit is used up.',
  vendor: 'The settings may be right; the vendor does not answer just now.',
};

const BY_KIND: Record<string, ConfigProblem> = {
  authentication: 'key',
  'quota-exceeded': 'quota',
  'response-parse': 'url',
  'rate-limit': 'vendor',
  overloaded: 'vendor',
  server: 'vendor',
  'stream-interrupted': 'vendor',
};

/** System codes of a name that leads nowhere. */
const NO_SUCH_HOST = /ENOTFOUND|EAI_AGAIN|ERR_INVALID_URL/;

function problemOf(error: SdkError, modelId: string): ConfigProblem {
  if (error instanceof ModelConfigError) return ofSetting(error.mistakes[0]?.field ?? '');
  if (error instanceof ConfigurationError) return /key/i.test(error.message) ? 'key' : /url/i.test(error.message) ? 'url' : 'config';
  if (error.kind === 'connection') return NO_SUCH_HOST.test(error.message) ? 'url' : 'network';
  if (error.kind === 'timeout') return (error as APITimeoutError).phase === 'connect' ? 'network' : 'vendor';
  if (error.kind === 'not-found') return speaksOfModel(error, modelId) ? 'model' : 'url';
  if (error.kind === 'permission-denied') return speaksOfModel(error, modelId) ? 'model' : 'key';
  if (error.kind === 'invalid-request') return speaksOfModel(error, modelId) ? 'model' : 'request';
  if (error instanceof APIError && error.kind === 'api') return 'url'; // a redirect, or a status that no API gives
  return BY_KIND[error.kind] ?? 'request';
}

function speaksOfModel(error: SdkError, modelId: string): boolean {
  const { message, code = '' } = error as APIError;
  return /model/i.test(code) || /\bmodel\b/i.test(message) || message.includes(modelId);
}

function ofSetting(field: string): ConfigProblem {
  if (/^api_?key/i.test(field)) return 'key';
  if (field === 'endpoint') return 'url';
  return field === 'model' || field === 'provider' ? field : 'config';
}
