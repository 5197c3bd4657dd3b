import { providerError } from '@sdk/core';

/** Every APIError of Ollama: `error instanceof OllamaError`. */
export const OllamaError = providerError('ollama', 'OllamaError');
