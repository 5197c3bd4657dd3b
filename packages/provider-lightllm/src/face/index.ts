export { APIConnectionError, APIError, APITimeoutError } from '@sdk/core';
export type { ChatCompletionChunk } from '@sdk/openai-wire/server';
export { ChunkStream } from './chunk-stream.ts';
export { LightLLMClient, type LightLLMCompletions } from './client.ts';
export type { LightLLMRequestOptions } from './client-settings.ts';
export type * from './types.ts';
