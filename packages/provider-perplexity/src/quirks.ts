import { isJSONObject, mergeJSON, type CallOptions, type FilePart, type JSONObject, type Reasoning, type Usage } from '@sdk/core';
import type { EncodeContext, ErrorDetails, ErrorSample } from '@sdk/http';
import { encodeEffort, nearestEffort, vendorFields, warnUnsupported, type AnswerReader, type ChatDialect, type Effort, type WireCompletion, type WireMessage, type WireUsage } from '@sdk/openai-wire';
import { alternate } from './alternate.ts';

/**
 * How Perplexity differs.
 *
 * @param search Fields of every request, e.g. `{ search_mode: 'academic' }`.
 * @param knowsTools Whether calls and results of tools are sent as such.
 */
export function createDialect(search: JSONObject = {}, knowsTools = false): ChatDialect {
  return {
    wire: 'perplexity',
    fields: { topK: 'top_k', seed: false, stopSequences: false, logprobs: false },
    strict: false,
    // Usage is in every chunk.
    includeUsage: false,
    thinkTags: (modelId) => /reasoning|deep-research|r1/.test(modelId),
    takesUrl: () => true,
    hooks: {
      request: ({ user: _user, messages, ...body }, options, context) => {
        checkFormat(options, context);
        return mergeJSON({ ...search, ...body, messages: alternate(messages as JSONObject[], context, knowsTools) }, vendorFields(options, 'perplexity'));
      },
      reasoning: encodeReasoning,
      file: encodeFile,
      createAnswerReader: () => new Reader(),
      readUsage: withCost,
      readError,
    },
  };
}

/** @see https://docs.perplexity.ai/docs/sonar/openai-compatibility (read 2026-11-21) */
function checkFormat({ responseFormat }: CallOptions, context: EncodeContext): void {
  if (responseFormat?.type === 'json' && !responseFormat.schema) context.unsupported('can be held to JSON by a schema only.');
}

const EFFORTS: readonly Effort[] = ['minimal', 'low', 'medium', 'high'];

function encodeReasoning(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined {
  if (reasoning !== 'none') return encodeEffort(reasoning, context, (effort) => nearestEffort(effort, EFFORTS));
  warnUnsupported(context, 'reasoning');
  return undefined;
}

/** Documents are a URL, or base64 without the head of a data URL. */
function encodeFile({ mediaType, url, data, filename }: FilePart, context: EncodeContext): JSONObject | undefined {
  if (mediaType.startsWith('image/')) return undefined;
  if (mediaType.startsWith('video/')) context.unsupported(`takes no videos (${mediaType}).`);
  return { type: 'file_url', file_url: { url: url ?? (data as string) }, ...(filename ? { file_name: filename } : {}) };
}

/** What a search brings beside its pages, when it is asked for. */
const EXTRAS = ['images', 'related_questions', 'videos'];

/** Keeps what is repeated in every chunk without looking into it: the last counts. */
class Reader implements AnswerReader {
  last: JSONObject = {};

  readCompletion(completion: WireCompletion): WireCompletion {
    this.last = completion as JSONObject;
    return completion;
  }

  read(message: WireMessage): WireMessage {
    return message;
  }

  end(): ReturnType<AnswerReader['end']> {
    const found = EXTRAS.filter((name) => this.last[name]).map((name) => [name, this.last[name]] as const);
    return found.length > 0 ? { result: Object.fromEntries(found) } : {};
  }
}

/** Dollars, for chat and for embeddings. */
export function withCost(usage: Usage, { cost }: WireUsage): Usage {
  if (isJSONObject(cost) && typeof cost['total_cost'] === 'number') usage.costUsd = cost['total_cost'];
  return usage;
}

/** The number in `code` is the status; the name stands in `type`. */
function readError(details: ErrorDetails, { body }: ErrorSample): ErrorDetails {
  const error = isJSONObject(body) && isJSONObject(body['error']) ? body['error'] : {};
  const { type, code } = error;
  if (typeof type !== 'string' || typeof code !== 'number') return details;
  return { ...details, code: type, ...(type === 'too_many_prompt_tokens' ? { kind: 'context-length' } : {}) };
}

/** A vector of signed bytes. @see https://docs.perplexity.ai/docs/embeddings/best-practices (read 2026-11-21) */
export function readInt8(text: string): number[] {
  return Array.from(atob(text), (character) => (character.charCodeAt(0) << 24) >> 24);
}
