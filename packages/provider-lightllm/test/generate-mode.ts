import { createLightLLM, type LightLLMOptions, type LightLLMProvider } from '../src/index.ts';

/** A provider for the native routes, for the laws about processes. */
export function createGenerateMode(options: LightLLMOptions): LightLLMProvider {
  return createLightLLM({ ...options, mode: 'generate' });
}
