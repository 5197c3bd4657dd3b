import { isJSONObject, toJSONSchema, type CallOptions, type JSONObject, type Reasoning, type Tool } from '@sdk/core';
import type { EncodeContext, WireRequest } from '@sdk/http';
import type { ChatDialect, OptionalField } from './dialect.ts';
import { cacheControl } from './cache-control.ts';
import { warnUnsupported } from './drop-fields.ts';
import { encodeEffort } from './effort.ts';
import { encodeMessages } from './encode-messages.ts';
import { ownDataOf } from './own-data.ts';
import { closeSchema } from './strict-schema.ts';

/** A call as a Chat Completions request. Pure. */
export function encodeChat(dialect: ChatDialect, options: CallOptions, context: EncodeContext): WireRequest {
  const { modelId, stream } = context;
  const maxTokensField = dialect.maxTokensField?.(modelId) ?? 'max_tokens';
  const tools = options.tools?.map((tool) => encodeTool(tool, dialect));
  const body: JSONObject = { model: modelId, messages: encodeMessages(dialect, options.messages, context) };
  if (options.maxTokens !== undefined) body[maxTokensField] = options.maxTokens;
  if (options.temperature !== undefined) body['temperature'] = options.temperature;
  if (options.topP !== undefined) body['top_p'] = options.topP;
  encodeFields(body, dialect, options, context);
  Object.assign(body, encodeLogprobs(dialect, options, context), encodeReasoning(dialect, options.reasoning, context));
  if (tools?.length) Object.assign(body, { tools }, encodeToolChoice(dialect, options));
  Object.assign(body, encodeFormat(dialect, options, body, context));
  if (options.userId !== undefined) body['user'] = options.userId;
  if (stream) {
    body['stream'] = true;
    if (dialect.includeUsage !== false) body['stream_options'] = { include_usage: true };
  }
  const path = typeof dialect.path === 'function' ? dialect.path(modelId) : (dialect.path ?? 'chat/completions');
  return { path, body: dialect.hooks?.request?.(body, options, context) ?? body };
}

const FIELDS: Record<Exclude<OptionalField, 'logprobs'>, string | false> = {
  seed: 'seed',
  stopSequences: 'stop',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  topK: false,
  repetitionPenalty: false,
};

const FIELD_NAMES = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

function encodeFields(body: JSONObject, dialect: ChatDialect, options: CallOptions, context: EncodeContext): void {
  for (const option of FIELD_NAMES) {
    const value = options[option];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const field = dialect.fields?.[option] ?? FIELDS[option];
    if (field === false) warnUnsupported(context, option);
    else body[field] = value;
  }
}

function encodeLogprobs(dialect: ChatDialect, { logprobs }: CallOptions, context: EncodeContext): JSONObject | undefined {
  if (logprobs === undefined || logprobs === false) return undefined;
  if (dialect.fields?.logprobs === false) {
    warnUnsupported(context, 'logprobs');
    return undefined;
  }
  return { logprobs: true, ...(typeof logprobs === 'number' ? { top_logprobs: logprobs } : {}) };
}

function encodeReasoning({ hooks }: ChatDialect, reasoning: Reasoning | undefined, context: EncodeContext): JSONObject | undefined {
  if (reasoning === undefined) return undefined;
  return hooks?.reasoning ? hooks.reasoning(reasoning, context) : encodeEffort(reasoning, context, (effort) => effort);
}

function encodeTool(tool: Tool, dialect: ChatDialect): JSONObject {
  if (tool.type === 'provider') return { type: tool.name, ...tool.args };
  const strict = tool.strict !== undefined && dialect.strict !== false ? { strict: tool.strict } : {};
  const schema = toJSONSchema(tool.parameters);
  const parameters = tool.strict && dialect.strict !== false ? (closeSchema(schema) ?? schema) : schema;
  return { type: 'function', function: { name: tool.name, description: tool.description, parameters, ...strict }, ...cacheControl(dialect, tool.cache) };
}

function encodeToolChoice(dialect: ChatDialect, { toolChoice, parallelToolCalls }: CallOptions): JSONObject {
  const choice =
    typeof toolChoice === 'object'
      ? { type: 'function', function: { name: toolChoice.toolName } }
      : toolChoice === 'required'
        ? (dialect.toolChoiceRequired ?? 'required')
        : toolChoice;
  return { tool_choice: choice, parallel_tool_calls: parallelToolCalls };
}

function encodeFormat(dialect: ChatDialect, options: CallOptions, body: JSONObject, context: EncodeContext): JSONObject | undefined {
  const { responseFormat: format } = options;
  if (format?.type !== 'json') return undefined;
  if (!format.schema) return { response_format: { type: 'json_object' } };
  const schema = toJSONSchema(format.schema);
  if (dialect.jsonFormat === 'json_object') {
    const message = `${context.provider} holds no answer to a JSON schema; it is asked for JSON, and told the schema in words.`;
    context.warn({ kind: 'adjusted', option: 'responseFormat', message });
    return { messages: withSchema(body['messages'] as JSONObject[], schema, dialect, context), response_format: { type: 'json_object' } };
  }
  return { response_format: { type: 'json_schema', json_schema: encodeSchema(schema, format.name, ownFormat(options, dialect), dialect) } };
}

/** A format is held strictly wherever the schema allows it, unless a client of this wire said itself whether it should. */
function encodeSchema(schema: JSONObject, name = 'answer', { description, strict }: OwnFormat, dialect: ChatDialect): JSONObject {
  const format: JSONObject = { name, ...(description === undefined ? {} : { description }), schema };
  if (dialect.strict === false) return format;
  const closed = strict === false ? undefined : closeSchema(schema);
  const said = strict ?? (closed ? true : undefined);
  return { ...format, schema: closed ?? schema, ...(said === undefined ? {} : { strict: said }) };
}

/** What only this wire has a place for. */
interface OwnFormat {
  description?: string;
  strict?: boolean;
}

function ownFormat(options: CallOptions, { wire }: ChatDialect): OwnFormat {
  const { response_format: format } = ownDataOf(options, wire);
  const { description, strict } = isJSONObject(format) && isJSONObject(format['json_schema']) ? format['json_schema'] : {};
  return { ...(typeof description === 'string' ? { description } : {}), ...(typeof strict === 'boolean' ? { strict } : {}) };
}

function withSchema(messages: JSONObject[], schema: JSONObject, dialect: ChatDialect, { modelId }: EncodeContext): JSONObject[] {
  const content = `Answer with JSON that fits this JSON Schema:\n${JSON.stringify(schema)}`;
  return [{ role: dialect.systemRole?.(modelId) ?? 'system', content }, ...messages];
}
