export { XAIError } from './errors.ts';
export { createXAI, xai, type XAIOptions, type XAIProvider } from './provider.ts';
