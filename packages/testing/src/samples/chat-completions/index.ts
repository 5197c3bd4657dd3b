export * from './asking.ts';
export { chatCompletionsFeatures } from './features.ts';
export { comparableChatMessage, readChatMessages } from './read-messages.ts';
export { chatCompletionsWire, type ChatCompletionsOptions } from './wire.ts';
