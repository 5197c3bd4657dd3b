export type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionParams,
  ChatMessageParam,
  EmbeddingList,
  EmbeddingParams,
  ListedModel,
} from '@sdk/openai-wire/server';
export * from './completion-stream.ts';
export * from './face-error.ts';
export * from './face-promise.ts';
export * from './model-page.ts';
export * from './model-source.ts';
export * from './request-options.ts';
export * from './to-openai.ts';
