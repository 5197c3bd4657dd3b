import { providerError } from '@sdk/core';

/** Every APIError of LiteLLM: `error instanceof LiteLLMError`. */
export const LiteLLMError = providerError('litellm', 'LiteLLMError');
