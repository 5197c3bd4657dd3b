export { GroqError } from './errors.ts';
export { createGroq, groq, type GroqOptions, type GroqProvider } from './provider.ts';
