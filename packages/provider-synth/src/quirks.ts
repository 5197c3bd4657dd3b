import type { ChatDialect } from '@sdk/openai-wire';

/**
 * The servers behind Synth, mostly vLLM: Chat Completions with two more options of sampling, thoughts under either name, or in the
 * text where the server does not read the tags.
 */
export const SYNTH_DIALECT: ChatDialect = {
  wire: 'synth',
  path: 'v1/chat/completions',
  fields: { topK: 'top_k', repetitionPenalty: 'repetition_penalty' },
  thinkTags: true,
  retryableStatuses: [409],
};
