import { providerError } from '@sdk/core';

/** Every APIError of Groq: `error instanceof GroqError`. */
export const GroqError = providerError('groq', 'GroqError');
