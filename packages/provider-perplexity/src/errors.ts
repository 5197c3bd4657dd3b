import { providerError } from '@sdk/core';

/** Every APIError of Perplexity: `error instanceof PerplexityError`. */
export const PerplexityError = providerError('perplexity', 'PerplexityError');
