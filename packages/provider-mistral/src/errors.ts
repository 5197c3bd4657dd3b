import { providerError } from '@sdk/core';

/** Every APIError of Mistral: `error instanceof MistralError`. */
export const MistralError = providerError('mistral', 'MistralError');
