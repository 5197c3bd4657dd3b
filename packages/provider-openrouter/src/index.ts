export { OpenRouterError } from './errors.ts';
export { createOpenRouter, openrouter, type OpenRouterOptions, type OpenRouterProvider } from './provider.ts';
