import { InvalidRequestError, type EmbeddingModel, type EmbedOptions, type EmbedResult, type Usage } from '@sdk/core';
import { resolveTimeouts } from './call-guard.ts';
import type { EmbeddingCodec, ErrorCodec } from './codec.ts';
import { createEncodeContext, encoding, toTransportRequest } from './prepare.ts';
import { decoding, responseInfo } from './received-answer.ts';
import { requestWhole } from './request-whole.ts';
import type { Settings } from './settings.ts';

/** Makes an {@link EmbeddingModel} of a codec. */
export function createEmbeddingModel(
  settings: Settings,
  codec: ErrorCodec,
  embeddings: EmbeddingCodec,
  modelId: string,
): EmbeddingModel {
  const target = { settings, codec, embeddings, modelId };
  return { provider: settings.server.id, modelId, embed: (options) => embed(target, options) };
}

interface EmbeddingTarget {
  settings: Settings;
  codec: ErrorCodec;
  embeddings: EmbeddingCodec;
  modelId: string;
}

/** Embeds batch by batch: a vendor that takes all values at once is asked once. */
async function embed(target: EmbeddingTarget, options: EmbedOptions): Promise<EmbedResult> {
  const { values } = options;
  const provider = target.settings.server.id;
  if (!Array.isArray(values) || values.length === 0) {
    throw new InvalidRequestError(`${provider}: values is empty; at least one text is needed.`, { provider });
  }
  let result: EmbedResult | undefined;
  for (let at = 0; at < values.length; at += target.embeddings.maxValues) {
    const batch = await embedBatch(target, { ...options, values: values.slice(at, at + target.embeddings.maxValues) });
    result = result ? joinResults(result, batch) : batch;
  }
  return result as EmbedResult;
}

async function embedBatch({ settings, codec, embeddings, modelId }: EmbeddingTarget, options: EmbedOptions): Promise<EmbedResult> {
  const provider = settings.server.id;
  const warnings: EmbedResult['warnings'] = [];
  const context = createEncodeContext(provider, modelId, false, warnings);
  const { body, headers, context: decodeContext } = await requestWhole({
    settings,
    codec,
    timeouts: resolveTimeouts(settings, options.timeouts),
    signal: options.signal,
    messages: options.values.map((value) => ({ role: 'user', content: value })),
    prepare: () => toTransportRequest(settings, encoding(context, () => embeddings.encode(options, context)), options),
  });
  const decoded = decodeContext(modelId);
  const answer = decoding(decoded, () => embeddings.decode(body, decoded));
  if (answer.embeddings.length !== options.values.length) {
    decoded.malformed(`${options.values.length} values gave ${answer.embeddings.length} embeddings.`);
  }
  const rateLimit = codec.readRateLimit?.(headers);
  return {
    embeddings: answer.embeddings,
    usage: answer.usage,
    warnings,
    response: { ...responseInfo({ settings, codec }, headers), ...answer.response },
    ...(rateLimit ? { rateLimit } : {}),
  };
}

function joinResults(first: EmbedResult, next: EmbedResult): EmbedResult {
  return { ...next, embeddings: first.embeddings.concat(next.embeddings), usage: addUsage(first.usage, next.usage), warnings: first.warnings };
}

const COUNTED = ['inputTokens', 'outputTokens', 'totalTokens', 'costUsd'] as const;

function addUsage(first: Usage, next: Usage): Usage {
  const sum: Usage = { ...next };
  for (const key of COUNTED) {
    if (first[key] !== undefined && next[key] !== undefined) sum[key] = first[key] + next[key];
  }
  return sum;
}
