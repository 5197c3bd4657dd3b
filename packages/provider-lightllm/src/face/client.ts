import type { LanguageModel } from '@sdk/core';
import type { ChatCompletionChunk, ModelList } from '@sdk/openai-wire/server';
import { createLightLLM, type LightLLMProvider } from '../provider.ts';
import { ChunkMaker, toCompletion } from './answers.ts';
import { ChunkStream } from './chunk-stream.ts';
import { callOptions, readClientOptions, type ClientSettings, type LightLLMRequestOptions } from './client-settings.ts';
import { toModelList } from './to-model-list.ts';
import { readParams, type ReadParams } from './read-params.ts';
import type { LightLLMClientOptions, LightLLMCompletion, LightLLMParams } from './types.ts';

/** `client.chat.completions`. */
export interface LightLLMCompletions {
  /**
   * Asks for a whole answer.
   *
   * @throws SdkError by rejection, e.g. `APIConnectionError`, `APITimeoutError`, `APIError`, caught in this order
   */
  create(params: LightLLMParams & { stream?: false | null }, options?: LightLLMRequestOptions): Promise<LightLLMCompletion>;
  /**
   * Asks for an answer in chunks. The request goes out with the first one. Leaving the loop ends the call.
   *
   * @throws SdkError by rejection for a request that cannot be made, from the loop for all else
   */
  create(params: LightLLMParams & { stream: true }, options?: LightLLMRequestOptions): Promise<AsyncIterable<ChatCompletionChunk>>;
  create(params: LightLLMParams, options?: LightLLMRequestOptions): Promise<LightLLMCompletion | AsyncIterable<ChatCompletionChunk>>;
}

/**
 * LightLLM behind the methods of its Python client, which are those of OpenAI's.
 *
 * `content` is what the model wrote, tags included, unless `stripToolCalls` is set; `tool_calls` are read from it, or are the
 * server's, and `null` where there are none. `timeout` is in seconds.
 *
 * @throws ConfigurationError for options that cannot work
 * @example
 * import { LightLLMClient as OpenAI } from '@sdk/provider-lightllm/face';
 * const client = new OpenAI({ baseURL: 'http://localhost:8000' });
 * const { choices } = await client.chat.completions.create({ model: 'qwen3', messages, tools });
 */
export class LightLLMClient implements AsyncDisposable {
  readonly chat: { completions: LightLLMCompletions };
  readonly models: { list(options?: LightLLMRequestOptions): Promise<ModelList> };
  /** Ends the connections. */
  readonly close: () => Promise<void>;

  constructor(options: LightLLMClientOptions = {}) {
    const settings = readClientOptions(options);
    const provider = createLightLLM(settings.provider);
    // What comes back follows from `stream`, which the overloads say.
    const create = (params: LightLLMParams, more: LightLLMRequestOptions = {}) => createCompletion(provider, settings, params, more) as Promise<never>;
    this.chat = { completions: { create } };
    this.models = { list: async ({ signal } = {}) => toModelList(await provider.listModels(signal ? { signal } : {})) };
    this.close = () => provider.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

async function createCompletion(provider: LightLLMProvider, settings: ClientSettings, params: LightLLMParams, more: LightLLMRequestOptions) {
  const request = readParams(params, settings.mode);
  const model = provider(request.model);
  return request.stream ? stream(model, request, settings, more) : generate(model, request, settings, more);
}

async function generate(model: LanguageModel, request: ReadParams, settings: ClientSettings, more: LightLLMRequestOptions): Promise<LightLLMCompletion> {
  const { signal } = more;
  const result = await model.generate({ ...callOptions(request, settings, more), ...(signal ? { signal } : {}) });
  return toCompletion(result, request, settings.style);
}

function stream(model: LanguageModel, request: ReadParams, settings: ClientSettings, more: LightLLMRequestOptions): ChunkStream {
  const controller = new AbortController();
  const signal = more.signal ? AbortSignal.any([more.signal, controller.signal]) : controller.signal;
  const maker = new ChunkMaker(request, settings.style);
  return new ChunkStream(model.stream({ ...callOptions(request, settings, more), signal }), (part) => maker.step(part), controller);
}
