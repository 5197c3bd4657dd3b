export { chatCompletionsFeatures } from './features.ts';
export { chatCompletionsWire, type ChatCompletionsOptions } from './wire.ts';
