import { providerError } from '@sdk/core';

/** Every APIError of Gemini: `error instanceof GeminiError`. */
export const GeminiError = providerError('gemini', 'GeminiError');
