import { isJSONObject, type JSONObject } from '@sdk/core';
import type { TokenCountCodec } from '@sdk/http';
import type { ResponsesDialect } from './dialect.ts';
import { encodeResponse } from './encode-response.ts';

/** What of a request counts. */
const COUNTED = ['model', 'input', 'tools', 'tool_choice', 'parallel_tool_calls', 'reasoning', 'text', 'truncation'];

/**
 * Makes the codec of `POST responses/input_tokens`.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/input-tokens (read 2026-11-20)
 */
export function createTokenCountCodec(dialect: ResponsesDialect): TokenCountCodec {
  return {
    encode(options, context) {
      const { path, body } = encodeResponse(dialect, options, context);
      const counted: JSONObject = {};
      for (const field of COUNTED) if (body[field] !== undefined) counted[field] = body[field];
      return { path: `${path}/input_tokens`, body: counted };
    },
    decode(body, context) {
      if (isJSONObject(body) && body['error']) context.fail(body);
      const inputTokens = isJSONObject(body) ? body['input_tokens'] : undefined;
      return typeof inputTokens === 'number' ? { inputTokens } : context.malformed('the answer holds no count of tokens.');
    },
  };
}
