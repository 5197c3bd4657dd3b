export type { ChatCompletion, ChatCompletionChunk } from '@sdk/openai-wire/server';
export { AsyncSynthClient, type AsyncCreate } from './async-client.ts';
export { SynthConfig, type SynthConfigOptions } from './config.ts';
export type { SynthArguments, SynthParams, SynthRequestOptions } from './request.ts';
export { createRetryingSynth, type RetryingSynthOptions } from './retrying-synth.ts';
export { warmup_synth_model } from './warmup-synth-model.ts';
