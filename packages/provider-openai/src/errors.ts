import { providerError } from '@sdk/core';

/** Every APIError of OpenAI: `error instanceof OpenAIError`. */
export const OpenAIError = providerError('openai', 'OpenAIError');
