import type { CallOptions, JSONObject, Reasoning } from '@sdk/core';
import {
  join,
  optionalBoolean,
  optionalInteger,
  optionalNumber,
  optionalString,
  present,
  readArray,
  readName,
  readObject,
  readString,
  readWord,
  refuse,
  refuseValue,
} from './field.ts';
import { WIRE } from './read-file-part.ts';
import { readMessages } from './read-messages.ts';
import { readTools } from './read-tools.ts';

/** A Chat Completions request, read. */
export interface ChatRequest {
  /** The model as the client calls it. */
  model: string;
  /** Whether chunks were asked for. */
  stream: boolean;
  /** Whether a last chunk with the usage was asked for; `false` unless {@link ChatRequest.stream}. */
  includeUsage: boolean;
  /** The call. `signal`, `timeouts`, `headers` and `extraBody` are the host's to add. */
  options: CallOptions;
  /** The request used `functions` in place of `tools`, and expects `function_call` in the answer. */
  legacyFunctions: boolean;
  /** Fields that the call has no place for, as they came, e.g. `{ verbosity: 'low' }`. Nothing is done with them. */
  unread: JSONObject;
}

/** Fields that are read, here or in the files for messages and tools. */
const READ = new Set([
  'model', 'messages', 'stream', 'stream_options', 'n', 'tools', 'tool_choice', 'parallel_tool_calls', 'functions', 'function_call',
  'response_format', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'top_k', 'stop', 'seed', 'presence_penalty',
  'frequency_penalty', 'repetition_penalty', 'logprobs', 'top_logprobs', 'reasoning_effort', 'user', 'safety_identifier',
  'prompt_cache_key', 'metadata', 'modalities',
]);

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const satisfies Reasoning[];

/**
 * Reads the body of a `POST /chat/completions` as a call.
 *
 * `null` counts as missing, as at OpenAI. `top_k` and `repetition_penalty`, which other servers know, are read, too.
 *
 * @param body The parsed JSON.
 * @throws RequestFieldError an `InvalidRequestError` whose message and `param` name the field, e.g.
 *   `messages[2].content[0].image_url.url`; also for `n` over 1 and for answers in audio.
 * @see https://platform.openai.com/docs/api-reference/chat/create (read 2026-11-20)
 */
export function readChatRequest(body: unknown): ChatRequest {
  const request = readObject(body, '');
  const model = readName(request['model'], 'model');
  const messages = readMessages(request['messages']);
  const stream = optionalBoolean(request, 'stream') ?? false;
  const includeUsage = readIncludeUsage(request) && stream;
  refuseSeveralAnswers(request);
  refuseAudio(request);
  const { legacyFunctions, ...tools } = readTools(request);
  const options: CallOptions = { messages, ...tools };
  readFormat(present(request, 'response_format'), options);
  readSampling(request, options);
  readHints(request, options);
  return { model, stream, includeUsage, options, legacyFunctions, unread: unreadOf(request) };
}

function readIncludeUsage(request: JSONObject): boolean {
  const streamOptions = present(request, 'stream_options');
  if (streamOptions === undefined) return false;
  return optionalBoolean(readObject(streamOptions, 'stream_options'), 'include_usage', 'stream_options') ?? false;
}

function refuseSeveralAnswers(request: JSONObject): void {
  const n = optionalInteger(request, 'n', 1);
  if (n !== undefined && n > 1) refuseValue('n', 'only one answer can be asked for.', 'unsupported_value');
}

function refuseAudio(request: JSONObject): void {
  const modalities = present(request, 'modalities');
  if (modalities === undefined) return;
  readArray(modalities, 'modalities', 'strings').forEach((modality, at) => {
    if (readString(modality, `modalities[${at}]`) !== 'text') refuseValue(`modalities[${at}]`, 'only text can be answered.', 'unsupported_value');
  });
}

function readSampling(request: JSONObject, options: CallOptions): void {
  const maxTokens = optionalInteger(request, 'max_tokens', 1);
  set(options, 'maxTokens', optionalInteger(request, 'max_completion_tokens', 1) ?? maxTokens);
  set(options, 'temperature', optionalNumber(request, 'temperature'));
  set(options, 'topP', optionalNumber(request, 'top_p'));
  set(options, 'topK', optionalInteger(request, 'top_k', -1));
  set(options, 'seed', optionalInteger(request, 'seed', Number.NEGATIVE_INFINITY));
  set(options, 'presencePenalty', optionalNumber(request, 'presence_penalty'));
  set(options, 'frequencyPenalty', optionalNumber(request, 'frequency_penalty'));
  set(options, 'repetitionPenalty', optionalNumber(request, 'repetition_penalty'));
  set(options, 'stopSequences', readStop(present(request, 'stop')));
  set(options, 'logprobs', readLogprobs(request));
  const effort = present(request, 'reasoning_effort');
  if (effort !== undefined) options.reasoning = readWord(effort, 'reasoning_effort', EFFORTS);
}

function readStop(stop: unknown): string[] | undefined {
  if (stop === undefined) return undefined;
  if (typeof stop === 'string') return [stop];
  if (!Array.isArray(stop)) return refuse(stop, 'stop', 'a string or an array of strings');
  return stop.length === 0 ? undefined : stop.map((sequence, at) => readString(sequence, `stop[${at}]`));
}

function readLogprobs(request: JSONObject): true | number | undefined {
  const wanted = optionalBoolean(request, 'logprobs');
  const top = optionalInteger(request, 'top_logprobs', 0) ?? 0;
  if (top > 0 && !wanted) return refuseValue('top_logprobs', 'needs `logprobs` to be true.');
  return wanted ? top || true : undefined;
}

function readHints(request: JSONObject, options: CallOptions): void {
  const user = optionalString(request, 'user');
  set(options, 'userId', optionalString(request, 'safety_identifier') ?? user);
  set(options, 'sessionId', optionalString(request, 'prompt_cache_key'));
  const metadata = present(request, 'metadata');
  if (metadata === undefined) return;
  const entries = Object.values(readObject(metadata, 'metadata'));
  // A key is the client's own text, so the path ends before it.
  for (const value of entries) if (typeof value !== 'string') refuse(value, 'metadata', 'strings as values');
  options.metadata = metadata as Record<string, string>;
}

function readFormat(value: unknown, options: CallOptions): void {
  if (value === undefined) return;
  const path = 'response_format';
  const format = readObject(value, path);
  const type = readWord(format['type'], `${path}.type`, ['text', 'json_object', 'json_schema']);
  if (type === 'text') options.responseFormat = { type };
  else if (type === 'json_object') options.responseFormat = { type: 'json' };
  else readSchema(readObject(format[type], join(path, type)), options, join(path, type));
}

function readSchema(format: JSONObject, options: CallOptions, path: string): void {
  const name = optionalString(format, 'name', path);
  const schema = present(format, 'schema');
  const description = optionalString(format, 'description', path);
  const strict = optionalBoolean(format, 'strict', path) ?? false;
  options.responseFormat = {
    type: 'json',
    ...(schema === undefined ? {} : { schema: readObject(schema, join(path, 'schema')) }),
    ...(name === undefined ? {} : { name }),
  };
  // Only this wire has a place for these.
  const own = { strict, ...(description === undefined ? {} : { description }) };
  options.providerData = { [WIRE]: { response_format: { json_schema: own } } };
}

function unreadOf(request: JSONObject): JSONObject {
  return Object.fromEntries(Object.entries(request).filter(([key, value]) => !READ.has(key) && value !== null && value !== undefined));
}

function set<Key extends keyof CallOptions>(options: CallOptions, key: Key, value: CallOptions[Key] | undefined): void {
  if (value !== undefined) options[key] = value;
}
