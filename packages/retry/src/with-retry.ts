import { ConfigurationError, wrapModel, type EmbeddingModel, type LanguageModel } from '@sdk/core';
import { parsePolicy, type RetryPolicy } from './policy.ts';
import { RetryCall, type AttemptOptions, type Retrying } from './retry-call.ts';
import { retryStream } from './retry-stream.ts';

/**
 * A model that makes a failed call again when its error says that this may help.
 *
 * Streams are retried until the first part after their `start`; what the caller has seen of an answer is never begun
 * anew. The error thrown is the last attempt's, and `attempts` of error, result and finish part lists them all.
 *
 * @param model A language model or an embedding model.
 * @throws ConfigurationError (at once) that names every mistake of the policy.
 * @example
 * const model = withRetry(openai('gpt-5.4-mini'), { maxRetries: 5, kinds: { server: { maxRetries: 1 } } });
 */
export function withRetry<Model extends LanguageModel | EmbeddingModel>(model: Model, policy: RetryPolicy = {}): Model {
  const { provider, modelId } = model;
  const retrying: Retrying = { who: { provider, modelId }, settings: parsePolicy(policy), written: new WeakSet() };
  const { generate, stream, countTokens, embed } = model as Partial<LanguageModel & EmbeddingModel>;
  if (!embed && !(generate && stream)) throw new ConfigurationError('withRetry: expected a language model or an embedding model.');
  const inner = model as unknown as Required<LanguageModel & EmbeddingModel>;
  const overrides: Partial<LanguageModel & EmbeddingModel> = {};
  if (generate) overrides.generate = (options) => retry(retrying, options, (now) => inner.generate(now), (call, result) => call.succeeded(result));
  if (stream) overrides.stream = (options) => retryStream(retrying, options, (now) => inner.stream(now));
  if (embed) overrides.embed = (options) => retry(retrying, options, (now) => inner.embed(now), deposit);
  if (countTokens) overrides.countTokens = (options) => retry(retrying, options, (now) => inner.countTokens(now), deposit);
  return wrapModel<object>(model, overrides) as Model;
}

async function retry<Options extends AttemptOptions, Result>(
  retrying: Retrying,
  options: Options,
  attempt: (options: Options) => Promise<Result>,
  succeeded: (call: RetryCall<Options>, result: Result) => Result,
): Promise<Result> {
  const call = new RetryCall(retrying, options);
  for (;;) {
    const current = call.begin();
    try {
      return succeeded(call, await attempt(current));
    } catch (error) {
      await call.recover(error);
    }
  }
}

function deposit<Result>({ retrying }: RetryCall<AttemptOptions>, result: Result): Result {
  retrying.settings.budget?.deposit();
  return result;
}
