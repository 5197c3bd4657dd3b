import { providerError } from '@sdk/core';

/** Every APIError of Anthropic: `error instanceof AnthropicError`. */
export const AnthropicError = providerError('anthropic', 'AnthropicError');
