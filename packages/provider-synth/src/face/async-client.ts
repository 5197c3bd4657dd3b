import { mapStream } from '@sdk/core';
import type { ChatCompletion, ChatCompletionChunk } from '@sdk/openai-wire/server';
import type { SynthProvider } from '../provider.ts';
import type { WarmupOptions } from '../warmup.ts';
import { createChunks, toCompletion } from './answers.ts';
import { providerOptions, SynthConfig, type SynthConfigOptions } from './config.ts';
import { readArguments, type SynthArguments, type SynthParams, type SynthRequestOptions } from './request.ts';
import { createRetryingSynth } from './retrying-synth.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A call of {@link AsyncSynthClient}, by name or in Python's order. Temperature 0.7 and top_p 1 where nothing is said. */
export interface AsyncCreate {
  /** Asks for an answer in chunks. The request goes out with the first one. Leaving the loop ends the call. @throws SdkError from the loop */
  (params: SynthParams & { stream: true }, options?: SynthRequestOptions): Promise<AsyncIterable<ChatCompletionChunk>>;
  /** Asks for a whole answer. @throws SdkError by rejection */
  (params: SynthParams & { stream?: false | null }, options?: SynthRequestOptions): Promise<ChatCompletion>;
  (...args: SynthArguments): Promise<ChatCompletion>;
}

/**
 * Synth behind the methods of its asynchronous Python client. Failed calls are made again, by `@sdk/retry`.
 *
 * @throws ConfigurationError for settings that cannot work
 * @example
 * await using client = new AsyncSynthClient(); // reads SYNTH_BASE_URL and SYNTH_API_KEY at the first call
 * const { choices } = await client.chat_completions_create('Qwen/Qwen2.5-7B-Instruct', [{ role: 'user', content: 'Hello' }], 0.2, 100);
 */
export class AsyncSynthClient implements AsyncDisposable {
  readonly config: SynthConfig;
  readonly chat_completions_create: AsyncCreate;
  /** Has the server load a model, and waits until it is ready. @see SynthProvider.warmup */
  readonly warmup: (modelId: string, options?: WarmupOptions) => Promise<boolean>;
  /** Ends the connections. */
  readonly close: () => Promise<void>;

  constructor(config: SynthConfigOptions = {}) {
    this.config = config instanceof SynthConfig ? config : new SynthConfig(config);
    const synth = createRetryingSynth(providerOptions(this.config));
    // What comes back follows from `stream`, which the overloads say.
    this.chat_completions_create = async (...args: unknown[]) => (await create(synth, args as SynthArguments)) as never;
    this.warmup = (modelId, options) => synth.warmup(modelId, options);
    this.close = () => synth.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    return `AsyncSynthClient(${this.config.toString()})`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

async function create(synth: SynthProvider, args: SynthArguments): Promise<ChatCompletion | AsyncIterable<ChatCompletionChunk>> {
  const request = readArguments(args);
  const model = synth(request.model);
  if (request.stream) return mapStream(model.stream(request.options), createChunks(request));
  return toCompletion(await model.generate(request.options), request);
}
