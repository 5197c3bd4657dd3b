import { mergeJSON, toJSONSchema, type CallOptions, type JSONObject, type ResponseFormat } from '@sdk/core';
import type { EncodeContext, WireRequest } from '@sdk/http';
import { warnUnsupported } from '../drop-fields.ts';
import { encodeEffort } from '../effort.ts';
import { closeSchema } from '../strict-schema.ts';
import { vendorFields } from '../vendor-fields.ts';
import type { ResponsesDialect } from './dialect.ts';
import { encodeInput } from './encode-input.ts';
import { encodeTools } from './encode-tools.ts';

/** A call as a request to the Responses API. Nothing is stored at the vendor: the conversation goes along. Pure. */
export function encodeResponse(dialect: ResponsesDialect, options: CallOptions, context: EncodeContext): WireRequest {
  const { modelId, stream } = context;
  if (options.messages.at(-1)?.role === 'assistant') {
    context.unsupported("the Responses API does not continue an assistant's message; the last message must be from the user or a tool.");
  }
  const body: JSONObject = { model: modelId, input: encodeInput(dialect, options.messages, context), store: false };
  if (options.maxTokens !== undefined) body['max_output_tokens'] = options.maxTokens;
  const { logprobs, ...sampling } = encodeSampling(dialect, options, context);
  Object.assign(body, sampling, encodeInclude(dialect, logprobs, modelId), encodeReasoning(dialect, options, context));
  Object.assign(body, encodeTools(options), encodeFormat(options.responseFormat), encodeHints(dialect, options));
  if (stream) body['stream'] = true;
  const { input: _input, background: _background, ...own } = vendorFields(options, dialect.wire ?? 'openai-responses');
  const merged = mergeJSON(body, own);
  return { path: dialect.path ?? 'responses', body: dialect.hooks?.request?.(merged, options, context) ?? merged };
}

/** What Chat Completions take and this API has no place for. */
const UNSUPPORTED = ['topK', 'repetitionPenalty', 'presencePenalty', 'frequencyPenalty', 'stopSequences', 'seed'] as const;

function encodeSampling({ hooks }: ResponsesDialect, options: CallOptions, context: EncodeContext): JSONObject {
  for (const option of UNSUPPORTED) {
    const value = options[option];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) warnUnsupported(context, option);
  }
  const { temperature, topP, logprobs = false } = options;
  const fields: JSONObject = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(logprobs === false ? {} : { logprobs: true }),
    ...(typeof logprobs === 'number' ? { top_logprobs: logprobs } : {}),
  };
  return hooks?.sampling?.(fields, options, context) ?? fields;
}

/** What the answer is to hold beside the words. Sealed thoughts are the only ones that can be sent back. */
function encodeInclude({ sealsReasoning }: ResponsesDialect, logprobs: unknown, modelId: string): JSONObject {
  const include: string[] = [];
  if (sealsReasoning?.(modelId) ?? true) include.push('reasoning.encrypted_content');
  if (logprobs) include.push('message.output_text.logprobs');
  return include.length === 0 ? {} : { include };
}

function encodeReasoning({ hooks }: ResponsesDialect, { reasoning }: CallOptions, context: EncodeContext): JSONObject {
  if (reasoning === undefined) return {};
  const fields = hooks?.reasoning ? hooks.reasoning(reasoning, context) : encodeEffort(reasoning, context, (effort) => effort);
  const effort = fields?.['reasoning_effort'];
  return effort === undefined ? {} : { reasoning: { effort } };
}

function encodeFormat(format: ResponseFormat | undefined): JSONObject {
  if (format?.type !== 'json') return {};
  if (!format.schema) return { text: { format: { type: 'json_object' } } };
  const schema = toJSONSchema(format.schema);
  const closed = closeSchema(schema);
  return { text: { format: { type: 'json_schema', name: format.name ?? 'answer', schema: closed ?? schema, strict: closed !== undefined } } };
}

/** What `metadata` may hold; more would fail the call. @see https://platform.openai.com/docs/api-reference/responses/create (read 2026-11-20) */
const MOST_METADATA = { pairs: 16, keyLength: 64, valueLength: 512 };

function encodeHints({ userField = 'safety_identifier' }: ResponsesDialect, { userId, sessionId, metadata = {} }: CallOptions): JSONObject {
  const { pairs, keyLength, valueLength } = MOST_METADATA;
  const fitting = Object.entries(metadata).filter(([key, value]) => key.length <= keyLength && value.length <= valueLength);
  return {
    ...(userId === undefined ? {} : { [userField]: userId }),
    ...(sessionId === undefined ? {} : { prompt_cache_key: sessionId }),
    ...(fitting.length === 0 ? {} : { metadata: Object.fromEntries(fitting.slice(0, pairs)) }),
  };
}
