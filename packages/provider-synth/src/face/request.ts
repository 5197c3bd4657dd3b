import { mergeJSON, type CallOptions, type JSONObject } from '@sdk/core';
import { readChatRequest, type ChatCompletionParams, type ChatMessageParam, type ChatToolChoiceParam, type ChatToolParam } from '@sdk/openai-wire/server';

/** A request in OpenAI's words. Fields that are not named here go to the server as they are. */
export interface SynthParams extends ChatCompletionParams {
  [field: string]: unknown;
}

/** Settings of one call. */
export interface SynthRequestOptions {
  signal?: AbortSignal;
  /** Seconds, for all attempts together: of a whole answer, until it has come; of a stream, until its first byte. @default none beside the client's */
  timeout?: number;
}

/** The arguments of a call: those of Python in their order, or one object. */
export type SynthArguments =
  | [params: SynthParams, options?: SynthRequestOptions]
  | [
      model: string,
      messages: readonly ChatMessageParam[],
      temperature?: number,
      max_tokens?: number | null,
      tools?: readonly ChatToolParam[] | null,
      tool_choice?: ChatToolChoiceParam | null,
      options?: SynthRequestOptions,
    ];

/** A request, read. */
export interface ReadRequest {
  model: string;
  stream: boolean;
  includeUsage: boolean;
  options: CallOptions;
}

/** What is asked for where a call does not say it. */
const DEFAULTS = { temperature: 0.7, top_p: 1 };

const MS_PER_SECOND = 1000;

/**
 * Reads the arguments of a call.
 *
 * @throws RequestFieldError an `InvalidRequestError` that names the field
 */
export function readArguments(args: SynthArguments): ReadRequest {
  const [params, { signal, timeout } = {}] = byName(args);
  const { extra_body: extra, ...said } = withoutNothing(params);
  const { model, stream, includeUsage, options, unread } = readChatRequest({ ...DEFAULTS, ...(said['tools'] ? { tool_choice: 'auto' } : {}), ...said });
  const extraBody = extra ? mergeJSON(unread, extra as JSONObject) : unread;
  const timeoutMs = timeout === undefined ? undefined : timeout * MS_PER_SECOND;
  return {
    model,
    stream,
    includeUsage,
    options: {
      ...options,
      ...(Object.keys(extraBody).length > 0 ? { extraBody } : {}),
      ...(signal ? { signal } : {}),
      ...(timeoutMs === undefined ? {} : { timeouts: stream ? { firstByteMs: timeoutMs } : { firstByteMs: Infinity, idleMs: Infinity, totalMs: timeoutMs } }),
    },
  };
}

function byName(args: SynthArguments): [params: object, options?: SynthRequestOptions] {
  const [first, second, temperature, max_tokens, tools, tool_choice, options] = args as unknown[];
  if (typeof first !== 'string') return [first as object, second as SynthRequestOptions | undefined];
  return [{ model: first, messages: second, temperature, max_tokens, tools, tool_choice }, options as SynthRequestOptions | undefined];
}

/** `None` means in Python what leaving out means here. */
function withoutNothing(params: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([, value]) => value !== undefined && value !== null));
}
