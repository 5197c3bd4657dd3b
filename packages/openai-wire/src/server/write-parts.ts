import type { FilePart, FinishReason, SourcePart, TokenLogprob, ToolCallPart, Usage } from '@sdk/core';
import type { CompletionLogprobs, CompletionUsage, OutputImage, UrlCitation, WrittenFinishReason } from './answer.ts';

const REASONS: Record<string, WrittenFinishReason> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  // Not complete, and to be taken further: what clients do after `length`.
  pause: 'length',
  error: 'length',
};

/** OpenAI's word for a finish reason; `stop` for those that it has no word for, and where the model itself refused. */
export function writeFinishReason(reason: FinishReason, legacyFunctions: boolean, refused = false): WrittenFinishReason {
  if (refused && reason === 'content-filter') return 'stop';
  const written = Object.hasOwn(REASONS, reason) ? (REASONS[reason] as WrittenFinishReason) : 'stop';
  return written === 'tool_calls' && legacyFunctions ? 'function_call' : written;
}

/** Usage in OpenAI's words; `undefined` where the vendor reported none. A count that is missing beside others is 0. */
export function writeUsage(usage: Usage): CompletionUsage | undefined {
  const { inputTokens, outputTokens, totalTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens, costUsd } = usage;
  if (inputTokens === undefined && outputTokens === undefined && totalTokens === undefined) return undefined;
  const written: CompletionUsage = {
    prompt_tokens: inputTokens ?? 0,
    completion_tokens: outputTokens ?? 0,
    total_tokens: totalTokens ?? (inputTokens ?? 0) + (outputTokens ?? 0),
  };
  if (cachedInputTokens !== undefined || cacheWriteTokens !== undefined) {
    written.prompt_tokens_details = {
      ...(cachedInputTokens === undefined ? {} : { cached_tokens: cachedInputTokens }),
      ...(cacheWriteTokens === undefined ? {} : { cache_write_tokens: cacheWriteTokens }),
    };
  }
  if (reasoningTokens !== undefined) written.completion_tokens_details = { reasoning_tokens: reasoningTokens };
  if (costUsd !== undefined) written.cost = costUsd;
  return written;
}

/** The arguments of a call as JSON text; what the model wrote, where that is none. */
export function writeArguments({ arguments: args, invalid }: ToolCallPart): string {
  return invalid ?? JSON.stringify(args);
}

/** A source; `offset` is where its text part begins in the text of the whole answer. */
export function writeCitation({ url = '', title = '', text, start = 0, end = 0 }: SourcePart, offset: number): UrlCitation {
  const place = end > start ? offset : 0;
  const citation: UrlCitation['url_citation'] = { url, title, start_index: place + start, end_index: place + end };
  if (text !== undefined) citation.content = text;
  return { type: 'url_citation', url_citation: citation };
}

/** An image of the model's; `undefined` for a file that is none, which the wire has no place for. */
export function writeImage({ mediaType, data, url }: FilePart): OutputImage | undefined {
  if (!mediaType.startsWith('image/')) return undefined;
  return { type: 'image_url', image_url: { url: url ?? `data:${mediaType};base64,${String(data)}` } };
}

/** Probabilities in OpenAI's words. */
export function writeLogprobs(logprobs: readonly TokenLogprob[]): CompletionLogprobs {
  const content = logprobs.map(({ token, logprob, bytes, top = [] }) => ({
    token,
    logprob,
    bytes: bytes ?? null,
    top_logprobs: top.map((other) => ({ token: other.token, logprob: other.logprob, bytes: null })),
  }));
  return { content, refusal: null };
}
