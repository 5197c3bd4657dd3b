export { AnthropicError } from './errors.ts';
export { anthropic, createAnthropic, type AnthropicOptions, type AnthropicProvider } from './provider.ts';
