import { isJSONObject, type JSONObject } from '@sdk/core';
import type { TokenCountCodec } from '@sdk/http';
import { encodeCall } from './encode-call.ts';

/** What of a request counts. */
const COUNTED = ['model', 'system', 'messages', 'tools', 'tool_choice', 'thinking', 'output_config'];

/**
 * The codec of `POST /v1/messages/count_tokens`.
 *
 * @see https://platform.claude.com/docs/en/api/messages-count-tokens (read 2026-11-20)
 */
export const TOKEN_COUNT: TokenCountCodec = {
  encode(options, context) {
    const whole = encodeCall(options, context);
    const body: JSONObject = {};
    for (const field of COUNTED) if (whole[field] !== undefined) body[field] = whole[field];
    return { path: 'v1/messages/count_tokens', body };
  },
  decode(body, context) {
    if (isJSONObject(body) && body['error']) context.fail(body);
    const inputTokens = isJSONObject(body) ? body['input_tokens'] : undefined;
    return typeof inputTokens === 'number' ? { inputTokens } : context.malformed('the answer holds no count of tokens.');
  },
};
