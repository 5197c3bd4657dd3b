import type { SamplingOptions } from '@sdk/core';

/**
 * Sampling for calls that do not say otherwise. LightLLM's servers have other defaults from version to version: some of
 * mid-2025 write 16 tokens and stop.
 */
export const LIGHTLLM_DEFAULTS: Readonly<SamplingOptions> = {
  temperature: 0.6,
  topP: 0.95,
  maxTokens: 10_000,
  presencePenalty: 1.1,
  topK: 50,
  repetitionPenalty: 1,
  logprobs: false,
};

/** How long an answer may take, in milliseconds: a whole one to its last byte, a streamed one to its first. */
export const TIMEOUT_MS = 600_000;
