export { PerplexityError } from './errors.ts';
export { createPerplexity, perplexity, type PerplexityOptions, type PerplexityProvider } from './provider.ts';
