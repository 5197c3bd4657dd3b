import { ConfigurationError, type LanguageModel } from '@sdk/core';
import { defaultTransport, type Transport } from '@sdk/http';
import { observeResult } from '@sdk/rx';
import { catchError, defer, map, throwError, type Observable } from 'rxjs';
import { MODEL_DEFAULTS } from '../models.ts';
import { createLiteLLMWith, TIMEOUT_MS } from '../provider.ts';
import { inKnownWords } from './error-text.ts';
import { readRequest } from './read-request.ts';
import type { LiteLLMConfig, LiteLLMRequest, LiteLLMResponse } from './types.ts';
import { writeResponse } from './write-response.ts';

/**
 * One model of a LiteLLM proxy, for programs that are made of Observables.
 *
 * @throws ConfigurationError for settings that cannot work
 * @example
 * const provider = new LiteLLMProvider({ baseUrl: 'http://localhost:4000', model: 'gpt-4' });
 * provider.call({ messages, tools, sessionId: 'task-1' }).subscribe(({ message, toolCalls, finished }) => …);
 */
export class LiteLLMProvider implements AsyncDisposable {
  /**
   * Asks the model: exactly one value, then completion. Cold: nothing is asked before a subscription, and each asks anew. Unsubscribing
   * ends the call at once.
   *
   * Errors are the SDK's classes; their messages begin with `LiteLLM request timeout after …ms` or `LiteLLM API error: …`.
   */
  readonly call: (request: LiteLLMRequest) => Observable<LiteLLMResponse>;
  /** Changes settings for the calls after this one; those that have been made stay as they are. @throws ConfigurationError */
  readonly updateConfig: (changes: Partial<LiteLLMConfig>) => void;
  /** Ends the connections. */
  readonly close: () => Promise<void>;

  constructor(config: LiteLLMConfig) {
    // Kept out of the object, where the key would print.
    const transport = defaultTransport();
    let current = config;
    let model = modelOf(config, transport);
    this.call = (request) => ask(model, request);
    this.updateConfig = (changes) => {
      const next = { ...current, ...changes };
      model = modelOf(next, transport);
      current = next;
    };
    this.close = () => transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function modelOf(config: LiteLLMConfig, transport: Transport): LanguageModel {
  const { baseUrl, model, apiKey, timeout = TIMEOUT_MS, extraParams } = config;
  if (typeof model !== 'string' || model === '') throw new ConfigurationError('LiteLLMProvider: `model` is missing; it is the name that the proxy gives the model.');
  if (!(timeout > 0)) throw new ConfigurationError(`LiteLLMProvider: \`timeout\` is ${timeout}; expected milliseconds above 0.`);
  const options = {
    transport,
    timeouts: { connectMs: timeout },
    defaults: {
      temperature: config.temperature ?? MODEL_DEFAULTS.temperature,
      maxTokens: config.maxTokens ?? MODEL_DEFAULTS.maxTokens,
      topP: config.topP ?? MODEL_DEFAULTS.topP,
    },
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(extraParams === undefined ? {} : { extraBody: extraParams }),
  };
  return createLiteLLMWith(options, timeout)(model);
}

function ask(model: LanguageModel, request: LiteLLMRequest): Observable<LiteLLMResponse> {
  return defer(() => observeResult(model, readRequest(request, model.modelId))).pipe(
    map((result) => writeResponse(result, model.modelId)),
    catchError((error: unknown) => throwError(() => inKnownWords(error))),
  );
}
