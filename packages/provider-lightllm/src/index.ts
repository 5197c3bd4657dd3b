export { LIGHTLLM_DEFAULTS } from './defaults.ts';
export { LightLLMError } from './errors.ts';
export type { LocalFileAccess } from './local-files.ts';
export { createLightLLM, lightllm, type LightLLMOptions, type LightLLMProvider } from './provider.ts';
