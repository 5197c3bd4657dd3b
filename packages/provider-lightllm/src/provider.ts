import { ConfigurationError, mergeOptions, wrapModel, type CallOptions, type GenerateResult, type LanguageModel, type ModelInfo, type Provider, type SamplingOptions } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createModelListCodec, type ThinkTags } from '@sdk/openai-wire';
import { LIGHTLLM_DEFAULTS, TIMEOUT_MS } from './defaults.ts';
import { createGenerateCodec } from './generate/generate-codec.ts';
import { hasLocalFiles, loadLocalFiles, streamWithLocalFiles, type LocalFileAccess } from './local-files.ts';
import { createDialect, readModel, type TextReading } from './quirks.ts';
import { warnOfUnreadCalls } from './unread-calls.ts';

/** Settings of {@link createLightLLM}. */
export interface LightLLMOptions extends ProviderOptions {
  /**
   * Which routes of the server are asked: `'openai'` for `/v1/chat/completions`, `'generate'` for `/generate` and
   * `/generate_stream`, for which the prompt is rendered here, as ChatML with Hermes tools.
   *
   * @default 'openai'
   */
  mode?: 'openai' | 'generate';
  /**
   * Whether calls of tools are looked for in the text, where the server has left them; with `bareJSON` also where an answer is
   * nothing but JSON that names a tool.
   *
   * @default true
   */
  textToolCalls?: boolean | { bareJSON: boolean };
  /** Whether thoughts are looked for in the text, in `<think>` tags; `'open'` for a template that writes the first tag itself. @default true */
  thinkTags?: ThinkTags;
  /**
   * Whether `file:` URLs of images are loaded from this machine: all, or those below a folder. Never `true` where others write the
   * messages.
   *
   * @default false
   */
  localFiles?: LocalFileAccess;
  /** What stands in a rendered prompt for an image, in mode `'generate'`. @default Qwen-VL's: vision_start, image_pad and vision_end */
  imagePlaceholder?: string;
}

/** LightLLM's models, by any id. */
export interface LightLLMProvider extends Provider {
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

const QWEN_IMAGE = '<|vision_start|><|image_pad|><|vision_end|>';

const CONNECTION_HINT =
  'Is the server running (`python -m lightllm.server.api_server --model_dir … --host 0.0.0.0 --port 8000`), and are host and port in `baseUrl` or LIGHTLLM_BASE_URL its own?';

/**
 * Makes a provider for a LightLLM server.
 *
 * The base URL is `baseUrl`, LIGHTLLM_BASE_URL or `http://localhost:8000`, with or without `/v1`. A key is sent where there is one:
 * `apiKey` or LIGHTLLM_API_KEY. Both variables are read at the first call.
 *
 * @throws ConfigurationError for a `mode` that there is not.
 * @example
 * const lightllm = createLightLLM({ baseUrl: 'http://gpu-box:8000', mode: 'generate' });
 * const { text } = await lightllm('qwen3').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 */
export function createLightLLM(options: LightLLMOptions = {}): LightLLMProvider {
  const { mode = 'openai', textToolCalls = true, thinkTags = true, imagePlaceholder = QWEN_IMAGE } = options;
  const reading: TextReading = { textToolCalls, thinkTags };
  if (mode !== 'openai' && mode !== 'generate') throw new ConfigurationError(`lightllm: \`mode\` is ${JSON.stringify(mode)}; expected 'openai' or 'generate'.`);
  const isNative = mode === 'generate';
  const provider = createProvider(
    {
      id: 'lightllm',
      apiKeyEnv: 'LIGHTLLM_API_KEY',
      apiKeyRequired: false,
      baseUrlEnv: 'LIGHTLLM_BASE_URL',
      // Where the examples of LightLLM's documentation have the server listen.
      defaultBaseUrl: 'http://localhost:8000',
      baseUrlEnds: ['v1'],
      timeoutMs: TIMEOUT_MS,
      connectionHint: CONNECTION_HINT,
      chat: isNative ? createGenerateCodec({ ...reading, imagePlaceholder }) : createChatCodec(createDialect(reading)),
      models: createModelListCodec(readModel, 'v1/models'),
      // `tool_choice` only chooses which tools the model is shown, so that none can be forced.
      capabilities: { toolChoice: false, prefill: isNative, ...(isNative ? { audio: false, files: false } : { files: false }) },
    },
    { ...options, defaults: mergeOptions<SamplingOptions>(LIGHTLLM_DEFAULTS, options.defaults ?? {}) },
  );
  const { id, listModels, close } = provider;
  const members = { id, listModels, close, [Symbol.asyncDispose]: close };
  return Object.assign((modelId: string) => withLocalFiles(provider(modelId), options), members);
}

/** The ready instance: reads LIGHTLLM_BASE_URL and LIGHTLLM_API_KEY at its first call. */
export const lightllm: LightLLMProvider = createLightLLM();

/** A model, with what is to be done before and after a call: files to load, calls in the text that nobody read. */
function withLocalFiles(model: LanguageModel, { localFiles = false, textToolCalls }: LightLLMOptions): LanguageModel {
  async function generate(options: CallOptions): Promise<GenerateResult> {
    const loaded = localFiles && hasLocalFiles(options) ? await loadLocalFiles(options, localFiles, model.provider) : options;
    const result = await model.generate(loaded);
    return textToolCalls === false ? result : warnOfUnreadCalls(result);
  }

  function stream(options: CallOptions): ReturnType<LanguageModel['stream']> {
    if (!localFiles || !hasLocalFiles(options)) return model.stream(options);
    return streamWithLocalFiles(() => loadLocalFiles(options, localFiles, model.provider), (loaded) => model.stream(loaded));
  }

  return wrapModel(model, { generate, stream });
}
