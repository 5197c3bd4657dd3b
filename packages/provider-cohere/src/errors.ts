import { providerError } from '@sdk/core';

/** Every APIError of Cohere: `error instanceof CohereError`. */
export const CohereError = providerError('cohere', 'CohereError');
