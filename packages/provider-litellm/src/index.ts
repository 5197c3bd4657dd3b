export { LiteLLMError } from './errors.ts';
export { LiteLLM, LITELLM_MODELS, type LiteLLMFactories } from './models.ts';
export { createLiteLLM, litellm, type LiteLLMOptions, type LiteLLMProvider } from './provider.ts';
