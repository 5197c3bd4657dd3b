import { toJSONSchema, type CallOptions, type JSONObject, type Reasoning, type ResponseFormat, type Tool } from '@sdk/core';
import type { EncodeContext, WireRequest } from '@sdk/http';
import { encodeMessages } from './encode-messages.ts';

/** A call as a request to `/api/chat`. Pure. */
export function encodeChat(options: CallOptions, context: EncodeContext, keepAlive?: string | number): WireRequest {
  const messages = encodeMessages(options.messages, context);
  // The server takes an empty list as "load the model" and answers with nothing.
  if (messages.length === 0) context.invalid('messages holds nothing that can be sent.');
  const body: JSONObject = {
    model: context.modelId,
    messages,
    // The server's own default is to stream.
    stream: context.stream,
    // By default it drops the oldest messages of a prompt that is too long, and says nothing.
    truncate: false,
    ...encodeTools(options, context),
    ...encodeFormat(options.responseFormat),
    ...encodeThink(options.reasoning, context),
    ...encodeLogprobs(options.logprobs),
    ...encodeOptions(options),
    ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
  };
  return { path: 'api/chat', body };
}

const SAMPLING = {
  maxTokens: 'num_predict',
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  stopSequences: 'stop',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  repetitionPenalty: 'repeat_penalty',
  seed: 'seed',
} as const;

function encodeOptions(call: CallOptions): JSONObject {
  const options: JSONObject = {};
  for (const [option, field] of Object.entries(SAMPLING)) {
    const value = call[option as keyof typeof SAMPLING];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    options[field] = value;
  }
  return Object.keys(options).length === 0 ? {} : { options };
}

const LEVELS: Partial<Record<string, boolean | string>> = {
  none: false,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'max',
};

/** Models that know no levels take any level as "yes". @see https://github.com/ollama/ollama/blob/main/docs/capabilities/thinking.mdx (read 2026-11-20) */
function encodeThink(reasoning: Reasoning | undefined, { provider, warn }: EncodeContext): JSONObject {
  if (reasoning === undefined) return {};
  const adjusted = (message: string) => warn({ kind: 'adjusted', option: 'reasoning', message });
  if (typeof reasoning === 'object') {
    const think = reasoning.budgetTokens > 0;
    adjusted(`${provider} takes no token budget for reasoning; it is switched ${think ? 'on' : 'off'}.`);
    return { think };
  }
  const think = LEVELS[reasoning] ?? reasoning;
  if (think !== false && think !== reasoning) adjusted(`${provider} knows no reasoning effort "${reasoning}"; it became "${think}".`);
  return { think };
}

function encodeLogprobs(logprobs: CallOptions['logprobs']): JSONObject {
  if (logprobs === undefined || logprobs === false) return {};
  return { logprobs: true, ...(typeof logprobs === 'number' ? { top_logprobs: logprobs } : {}) };
}

function encodeFormat(format: ResponseFormat | undefined): JSONObject {
  if (format?.type !== 'json') return {};
  return { format: format.schema ? toJSONSchema(format.schema) : 'json' };
}

/** The wire has no tool choice: "none" can be said by leaving the tools out, "auto" is what it does, the rest it cannot. */
function encodeTools({ tools, toolChoice, parallelToolCalls }: CallOptions, context: EncodeContext): JSONObject {
  if (!tools?.length || toolChoice === 'none') return {};
  if (toolChoice !== undefined && toolChoice !== 'auto') context.unsupported('a model cannot be made to call a tool.');
  const unsupported = (option: string, message: string) => context.warn({ kind: 'unsupported', option, message });
  if (parallelToolCalls === false) unsupported('parallelToolCalls', `${context.provider} cannot be held to one tool call at a time.`);
  if (tools.some((tool) => tool.type !== 'provider' && tool.strict)) {
    unsupported('tools', `${context.provider} holds no model to a tool's schema; strict is left out.`);
  }
  return { tools: tools.map((tool) => encodeTool(tool, context)) };
}

function encodeTool(tool: Tool, context: EncodeContext): JSONObject {
  if (tool.type === 'provider') return context.unsupported(`there are no tools of the vendor's own, such as "${tool.name}".`);
  const { name, description, parameters } = tool;
  return { type: 'function', function: { name, description, parameters: toJSONSchema(parameters) } };
}
