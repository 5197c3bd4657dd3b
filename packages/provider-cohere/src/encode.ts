import { toJSONSchema, type CallOptions, type FunctionTool, type JSONObject, type Reasoning, type Tool } from '@sdk/core';
import type { EncodeContext, WireRequest } from '@sdk/http';
import { encodeMessages } from './encode-messages.ts';

/** A call as a request to `/v2/chat`. Pure. */
export function encodeChat(options: CallOptions, context: EncodeContext): WireRequest {
  const messages = encodeMessages(options.messages, context);
  if (messages.length === 0) context.invalid('messages holds nothing that can be sent.');
  const body: JSONObject = {
    model: context.modelId,
    messages,
    stream: context.stream,
    ...encodeTools(options, context),
    ...encodeFormat(options, context),
    ...encodeThinking(options.reasoning, context),
    ...encodeLogprobs(options.logprobs, context),
    ...encodeSampling(options, context),
  };
  return { path: 'v2/chat', body };
}

const SAMPLING = {
  maxTokens: 'max_tokens',
  temperature: 'temperature',
  topP: 'p',
  topK: 'k',
  stopSequences: 'stop_sequences',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  seed: 'seed',
} as const;

function encodeSampling(options: CallOptions, { provider, warn }: EncodeContext): JSONObject {
  const body: JSONObject = {};
  for (const [option, field] of Object.entries(SAMPLING)) {
    const value = options[option as keyof typeof SAMPLING];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    body[field] = value;
  }
  if (options.repetitionPenalty !== undefined) {
    warn({ kind: 'unsupported', option: 'repetitionPenalty', message: `${provider} has no repetitionPenalty; it is left out.` });
  }
  return body;
}

/** Thinking is on or off, with or without a budget. */
function encodeThinking(reasoning: Reasoning | undefined, { provider, warn }: EncodeContext): JSONObject {
  if (reasoning === undefined) return {};
  if (typeof reasoning === 'object') {
    const { budgetTokens } = reasoning;
    return { thinking: budgetTokens > 0 ? { type: 'enabled', token_budget: budgetTokens } : { type: 'disabled' } };
  }
  if (reasoning === 'none') return { thinking: { type: 'disabled' } };
  const message = `${provider} knows no reasoning effort, only a budget: "${reasoning}" switches thinking on.`;
  warn({ kind: 'adjusted', option: 'reasoning', message });
  return { thinking: { type: 'enabled' } };
}

function encodeLogprobs(logprobs: CallOptions['logprobs'], { provider, warn }: EncodeContext): JSONObject {
  if (logprobs === undefined || logprobs === false) return {};
  if (typeof logprobs === 'number' && logprobs > 0) {
    warn({ kind: 'adjusted', option: 'logprobs', message: `${provider} gives no alternatives, only the tokens that it chose.` });
  }
  return { logprobs: true };
}

function encodeFormat({ responseFormat, tools, toolChoice }: CallOptions, context: EncodeContext): JSONObject {
  if (responseFormat?.type !== 'json') return {};
  if (tools?.length && toolChoice !== 'none') context.unsupported('an answer cannot be held to JSON where tools are given.');
  const { schema } = responseFormat;
  return { response_format: { type: 'json_object', ...(schema ? { json_schema: toJSONSchema(schema) } : {}) } };
}

/**
 * Tools, and whether they must be called. The wire knows `REQUIRED` and `NONE`; a certain tool is the only one that is
 * offered, and required.
 */
function encodeTools({ tools = [], toolChoice, parallelToolCalls, responseFormat }: CallOptions, context: EncodeContext): JSONObject {
  if (tools.length === 0) {
    if (toolChoice === 'required') context.invalid('toolChoice is "required", but there are no tools.');
    return {};
  }
  // Tools that must not be called would keep the answer from being held to JSON.
  if (toolChoice === 'none' && responseFormat?.type === 'json') return {};
  const functions = tools.map((tool) => asFunction(tool, context));
  const offered = typeof toolChoice === 'object' ? functions.filter(({ name }) => name === toolChoice.toolName) : functions;
  if (parallelToolCalls === false) {
    const message = `${context.provider} cannot be held to one tool call at a time.`;
    context.warn({ kind: 'unsupported', option: 'parallelToolCalls', message });
  }
  const body: JSONObject = { tools: offered.map(encodeTool), ...encodeStrict(offered, context) };
  if (toolChoice === 'none') body['tool_choice'] = 'NONE';
  else if (toolChoice !== undefined && toolChoice !== 'auto') body['tool_choice'] = 'REQUIRED';
  return body;
}

function asFunction(tool: Tool, context: EncodeContext): FunctionTool {
  if (tool.type === 'provider') return context.unsupported(`there are no tools of the vendor's own, such as "${tool.name}".`);
  return tool;
}

function encodeTool({ name, description, parameters }: FunctionTool): JSONObject {
  return { type: 'function', function: { name, description, parameters: toJSONSchema(parameters) } };
}

/** The wire is strict about all tools or about none. */
function encodeStrict(tools: FunctionTool[], { provider, warn }: EncodeContext): JSONObject {
  if (!tools.some(({ strict }) => strict)) return {};
  if (!tools.every(({ strict }) => strict)) {
    warn({ kind: 'adjusted', option: 'tools', message: `${provider} holds a model to the schemas of all tools or of none; it is all.` });
  }
  return { strict_tools: true };
}
