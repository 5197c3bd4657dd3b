export { APIConnectionError, APIError, APITimeoutError } from '@sdk/core';
export type { ChatCompletionChunk } from '@sdk/openai-wire/server';
export type { LightLLMRequestOptions } from './client-settings.ts';
export { LightLLMClient, type SyncLightLLMCompletions } from './sync-client.ts';
export type * from './types.ts';
