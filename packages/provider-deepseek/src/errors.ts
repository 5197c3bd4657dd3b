import { providerError } from '@sdk/core';

/** Every APIError of DeepSeek: `error instanceof DeepSeekError`. */
export const DeepSeekError = providerError('deepseek', 'DeepSeekError');
