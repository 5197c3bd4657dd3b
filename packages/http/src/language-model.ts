import type { CallOptions, Capabilities, LanguageModel } from '@sdk/core';
import type { ChatCodec } from './codec.ts';
import { countTokens } from './count-tokens.ts';
import { generate } from './generate.ts';
import type { Settings } from './settings.ts';
import { stream } from './stream.ts';

/** Makes a {@link LanguageModel} of a codec. */
export function createLanguageModel(
  settings: Settings,
  codec: ChatCodec,
  modelId: string,
  capabilities: Capabilities = {},
): LanguageModel {
  const { tokenCount } = codec;
  const target = { settings, codec, modelId, capabilities: { ...capabilities, ...settings.options.capabilities } };
  return {
    provider: settings.server.id,
    modelId,
    capabilities: target.capabilities,
    generate: (options) => generate(target, options),
    stream: (options) => stream(target, options),
    ...(tokenCount ? { countTokens: (options: CallOptions) => countTokens(target, tokenCount, options) } : {}),
  };
}
