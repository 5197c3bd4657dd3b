import type { ChatCompletionChunk, ModelList } from '@sdk/openai-wire/server';
import { syncProvider, type SyncProvider } from '@sdk/sync';
import { ChunkMaker, toCompletion } from './answers.ts';
import { callOptions, readClientOptions, type ClientSettings, type LightLLMRequestOptions } from './client-settings.ts';
import { readParams, type ReadParams } from './read-params.ts';
import { toModelList } from './to-model-list.ts';
import type { LightLLMClientOptions, LightLLMCompletion, LightLLMParams } from './types.ts';

/** `client.chat.completions`, without promises. */
export interface SyncLightLLMCompletions {
  /** Asks for a whole answer, and waits for it. @throws SdkError, e.g. `APIConnectionError`, `APITimeoutError`, `APIError` */
  create(params: LightLLMParams & { stream?: false | null }, options?: LightLLMRequestOptions): LightLLMCompletion;
  /** Asks for an answer in chunks; each step of the loop waits for the next. Leaving the loop ends the call. @throws SdkError from the loop */
  create(params: LightLLMParams & { stream: true }, options?: LightLLMRequestOptions): Iterable<ChatCompletionChunk>;
  create(params: LightLLMParams, options?: LightLLMRequestOptions): LightLLMCompletion | Iterable<ChatCompletionChunk>;
}

/**
 * The client without `await`: calls run in a worker thread, and the calling thread waits. Otherwise as the one of
 * `@sdk/provider-lightllm/face`.
 *
 * A `signal` cannot fire while the thread waits; `timeout` can.
 *
 * @throws ConfigurationError for options that cannot work
 * @example
 * using client = new LightLLMClient({ base_url: 'http://localhost:8000' });
 * const { choices } = client.chat.completions.create({ model: 'qwen3', messages, tools });
 */
export class LightLLMClient implements Disposable {
  readonly chat: { completions: SyncLightLLMCompletions };
  readonly models: { list(): ModelList };
  /** Ends the worker thread. */
  readonly close: () => void;

  constructor(options: LightLLMClientOptions = {}) {
    const settings = readClientOptions(options);
    const provider = syncProvider({ module: '@sdk/provider-lightllm', export: 'createLightLLM', options: settings.provider, from: import.meta.url });
    // What comes back follows from `stream`, which the overloads say.
    const create = (params: LightLLMParams, more: LightLLMRequestOptions = {}) => createCompletion(provider, settings, params, more) as never;
    this.chat = { completions: { create } };
    this.models = { list: () => toModelList(provider.listModels()) };
    this.close = () => provider.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function createCompletion(provider: SyncProvider, settings: ClientSettings, params: LightLLMParams, more: LightLLMRequestOptions) {
  const { signal } = more;
  const request = readParams(params, settings.mode);
  const options = { ...callOptions(request, settings, more), ...(signal ? { signal } : {}) };
  const model = provider(request.model);
  return request.stream ? chunks(model.stream(options), request, settings) : toCompletion(model.generate(options), request, settings.style);
}

function* chunks(parts: ReturnType<ReturnType<SyncProvider>['stream']>, request: ReadParams, { style }: ClientSettings): Generator<ChatCompletionChunk, void> {
  const maker = new ChunkMaker(request, style);
  for (const part of parts) yield* maker.step(part);
}
