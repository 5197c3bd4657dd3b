import { providerError } from '@sdk/core';

/** Every APIError of LightLLM: `error instanceof LightLLMError`. */
export const LightLLMError = providerError('lightllm', 'LightLLMError');
