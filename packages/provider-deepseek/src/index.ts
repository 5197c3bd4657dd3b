export { DeepSeekError } from './errors.ts';
export { createDeepSeek, deepseek, type DeepSeekOptions, type DeepSeekProvider } from './provider.ts';
