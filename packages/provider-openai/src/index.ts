export { OpenAIError } from './errors.ts';
export { createOpenAI, openai, type OpenAIOptions, type OpenAIProvider } from './provider.ts';
