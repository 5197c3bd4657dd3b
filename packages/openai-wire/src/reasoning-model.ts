import type { CallOptions, JSONObject } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { dropFields } from './drop-fields.ts';

/**
 * Whether the name is of an OpenAI model that thinks before it answers: the o-series and the gpt-5 family, but for its chat variants.
 *
 * @see https://platform.openai.com/docs/guides/reasoning (read 2026-11-20)
 */
export function isReasoningModel(modelId: string): boolean {
  return /^(?:ft:)?(?:o\d|gpt-5(?!.*chat))/.test(modelId);
}

/** What OpenAI's reasoning models refuse: the field, and the option that it comes from. */
const SAMPLING = {
  temperature: 'temperature',
  top_p: 'topP',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  stop: 'stopSequences',
  logprobs: 'logprobs',
  top_logprobs: undefined,
};

/** OpenAI's reasoning models sample for themselves; with the effort `none` they take sampling like any other model. */
export function withoutSampling(body: JSONObject, options: CallOptions, context: EncodeContext): JSONObject {
  return options.reasoning === 'none' ? body : dropFields(body, SAMPLING, context);
}
