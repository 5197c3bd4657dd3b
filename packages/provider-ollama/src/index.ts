export { OllamaError } from './errors.ts';
export { createOllama, ollama, type OllamaOptions, type OllamaProvider } from './provider.ts';
