import { mergeOptions, type CallOptions, type LanguageModel, type SamplingOptions } from '@sdk/core';
import { withRetry, type RetryPolicy } from '@sdk/retry';
import type { CompleteModelConfig } from '../config/model-config.ts';
import type { Connection } from './connections.ts';
import { firstThatAnswers, healsElsewhere, healsWithAnotherKey } from './first-that-answers.ts';

/** For tests: where a retry's time and chance come from. */
export type RetryClock = Pick<RetryPolicy, 'clock' | 'random'>;

/** The model that a configuration means: keys in turn, each model retried, then the fallback models. */
export function modelOf(config: CompleteModelConfig, connection: Connection, retryClock: RetryClock = {}): LanguageModel {
  const policy: RetryPolicy = {
    ...retryClock,
    maxRetries: config.maxRetries,
    initialDelayMs: config.initialRetryDelayMs,
    maxDelayMs: config.maxRetryDelayMs,
    multiplier: config.retryMultiplier,
    budget: connection.budget,
  };
  const models = [config.model, ...config.fallbackModels].map((modelId) => withRetry(withKeys(modelId, connection), policy));
  const [first] = models as [LanguageModel];
  if (models.length === 1) return first;
  return firstThatAnswers(first, { models: () => models, movesOn: healsElsewhere, hasAttempts: true });
}

function withKeys(modelId: string, connection: Connection): LanguageModel {
  const [first] = connection.providers.map((provider) => provider(modelId)) as [LanguageModel];
  if (connection.providers.length === 1) return first;
  const models = () => connection.inTurn().map((provider) => provider(modelId));
  return firstThatAnswers(first, { models, movesOn: healsWithAnotherKey, hasAttempts: false });
}

/** The options of a call: what the caller says counts before the configuration. */
export function callOptionsOf(config: CompleteModelConfig, options: CallOptions): CallOptions {
  const { temperature, maxTokens, topP, topK } = config;
  const sampling = Object.entries({ temperature, maxTokens, topP, topK }).filter(([, value]) => value !== null);
  return mergeOptions(Object.fromEntries(sampling) as SamplingOptions, options);
}
