import type { ErrorDetails, ErrorSample } from '@sdk/http';
import type { ChatDialect } from '@sdk/openai-wire';

/** The codes of errors whose body has none. */
const CODES: Partial<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'invalid_api_key',
  429: 'rate_limit_exceeded',
  500: 'server_error',
};

function withCode(details: ErrorDetails, { status }: ErrorSample): ErrorDetails {
  const code = details.code ?? CODES[status];
  return code === undefined ? details : { ...details, code };
}

/**
 * Lepton's engine, and the vLLM, SGLang and NIM servers that its endpoints run today: Chat Completions with two more options of sampling.
 * Those that do not read `<think>` tags themselves leave them in the text.
 */
export const LEPTON_DIALECT: ChatDialect = {
  wire: 'lepton',
  fields: { topK: 'top_k', repetitionPenalty: 'repetition_penalty' },
  thinkTags: true,
  retryableStatuses: [409],
  hooks: { readError: withCode },
};
