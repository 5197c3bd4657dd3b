export { MistralError } from './errors.ts';
export { createMistral, mistral, type MistralOptions, type MistralProvider } from './provider.ts';
