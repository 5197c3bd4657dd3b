import { providerError } from '@sdk/core';

/** Every APIError of OpenRouter: `error instanceof OpenRouterError`. */
export const OpenRouterError = providerError('openrouter', 'OpenRouterError');
