import { providerError } from '@sdk/core';

/** Every APIError of xAI: `error instanceof XAIError`. */
export const XAIError = providerError('xai', 'XAIError');
