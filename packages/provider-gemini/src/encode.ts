import { ConfigurationError, isJSONObject, type CallOptions, type JSONObject } from '@sdk/core';
import type { DecodeContext, EncodeContext, WireRequest } from '@sdk/http';
import { encodeMessages } from './encode-messages.ts';
import { encodeFormat, encodeTools } from './encode-tools.ts';
import { modelPath } from './model-id.ts';
import { encodeThinking } from './thinking.ts';

/** What the provider was told that changes requests. */
export interface EncodeSettings {
  isVertex(): boolean;
  /** Whether the last turn may be the model's. */
  takesPrefill: boolean;
  extraBody: JSONObject | undefined;
}

/** A call as a request. Pure. */
export function encode(options: CallOptions, context: EncodeContext, settings: EncodeSettings): WireRequest {
  checkExtraBody(settings.extraBody);
  checkExtraBody(options.extraBody);
  const method = context.stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  return { path: `${modelPath(context)}:${method}`, body: encodeBody(options, context, settings) };
}

/** A call as a request to count its tokens. Vertex AI takes some fields of it, as they are. */
export function encodeCount(options: CallOptions, context: EncodeContext, settings: EncodeSettings): WireRequest {
  const path = modelPath(context);
  const body = encodeBody(options, context, settings);
  const { toolConfig: _, continuationToken: __, ...counted } = body;
  return { path: `${path}:countTokens`, body: settings.isVertex() ? counted : { generateContentRequest: { model: path, ...body } } };
}

/** Reads the count of tokens. */
export function decodeCount(body: unknown, context: DecodeContext): { inputTokens: number } {
  if (isJSONObject(body)) {
    if (body['error']) context.fail(body);
    // The field of a count of zero is left out.
    const { totalTokens = 0 } = body;
    if (typeof totalTokens === 'number' && Object.keys(body).length > 0) return { inputTokens: totalTokens };
  }
  return context.malformed('the answer holds no count of tokens.');
}

function encodeBody(options: CallOptions, context: EncodeContext, settings: EncodeSettings): JSONObject {
  const { contents, systemInstruction, continuationToken } = encodeMessages(options.messages, context);
  if (contents.at(-1)?.role === 'model' && !settings.takesPrefill) {
    context.unsupported("does not continue an assistant's message; the last message must be from the user or a tool.");
  }
  const generationConfig = encodeConfig(options, context);
  return {
    contents,
    ...(systemInstruction ? { systemInstruction: { ...systemInstruction } } : {}),
    ...encodeTools(options, context),
    ...(Object.keys(generationConfig).length > 0 ? { generationConfig } : {}),
    ...(continuationToken === undefined ? {} : { continuationToken }),
  };
}

const SAMPLING = {
  maxTokens: 'maxOutputTokens',
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  stopSequences: 'stopSequences',
  presencePenalty: 'presencePenalty',
  frequencyPenalty: 'frequencyPenalty',
  seed: 'seed',
} as const;

function encodeConfig(options: CallOptions, context: EncodeContext): JSONObject {
  const config: JSONObject = {};
  for (const [option, field] of Object.entries(SAMPLING)) {
    const value = options[option as keyof typeof SAMPLING];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) config[field] = value;
  }
  if (options.repetitionPenalty !== undefined) {
    context.warn({ kind: 'unsupported', option: 'repetitionPenalty', message: `${context.provider} has no repetitionPenalty; it is left out.` });
  }
  const { logprobs } = options;
  if (logprobs !== undefined && logprobs !== false) {
    config['responseLogprobs'] = true;
    if (typeof logprobs === 'number') config['logprobs'] = logprobs;
  }
  const thinkingConfig = encodeThinking(options.reasoning, context);
  return { ...config, ...encodeFormat(options.responseFormat, context), ...(thinkingConfig ? { thinkingConfig } : {}) };
}

/** One answer is what comes back, so that one is all that may be asked for. */
function checkExtraBody(extraBody: JSONObject | undefined): void {
  for (const key of ['generationConfig', 'generation_config']) {
    const config = extraBody?.[key];
    if (!isJSONObject(config)) continue;
    for (const field of ['candidateCount', 'candidate_count']) {
      if ((config[field] ?? 1) !== 1) throw new ConfigurationError(`extraBody.${key}.${field} would bring more than one answer. Leave it out.`);
    }
  }
}
