export { GeminiError } from './errors.ts';
export { createGemini, gemini, type GeminiModel, type GeminiOptions, type GeminiProvider } from './provider.ts';
