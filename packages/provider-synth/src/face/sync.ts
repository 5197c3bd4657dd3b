export type { ChatCompletion, ChatCompletionChunk } from '@sdk/openai-wire/server';
export { SynthConfig, type SynthConfigOptions } from './config.ts';
export type { SynthArguments, SynthParams, SynthRequestOptions } from './request.ts';
export { SyncSynthClient, type SyncCreate } from './sync-client.ts';
