export { CohereError } from './errors.ts';
export { createCohere, cohere, type CohereOptions, type CohereProvider } from './provider.ts';
