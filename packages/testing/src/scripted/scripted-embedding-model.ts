import { abortError, type EmbeddingModel, type EmbedOptions } from '@sdk/core';

/** Settings of {@link scriptedEmbeddingModel}. */
export interface ScriptedEmbeddingModelOptions {
  /** @default 'scripted' */
  provider?: string;
  /** @default 'scripted-embedding' */
  modelId?: string;
  /** The vector of a value. @default unit length, from a hash of the text: equal texts have equal vectors, nothing more */
  vectorOf?: (value: string, dimensions: number) => number[];
  /** Length of the vectors unless a call asks for another. @default 8 */
  dimensions?: number;
}

/** An embedding model that computes its vectors, and remembers what it was asked. */
export interface ScriptedEmbeddingModel extends EmbeddingModel {
  readonly calls: EmbedOptions[];
}

/** An embedding model for unit tests: no network, the same vectors every time. Usage is one token per value. */
export function scriptedEmbeddingModel(options: ScriptedEmbeddingModelOptions = {}): ScriptedEmbeddingModel {
  const { provider = 'scripted', modelId = 'scripted-embedding', vectorOf = hashedVector } = options;
  const calls: EmbedOptions[] = [];
  return {
    provider,
    modelId,
    calls,
    async embed(call) {
      if (call.signal?.aborted) throw abortError(call.signal);
      calls.push({ ...call, values: [...call.values] });
      const dimensions = call.dimensions ?? options.dimensions ?? 8;
      return {
        embeddings: call.values.map((value) => vectorOf(value, dimensions)),
        usage: { inputTokens: call.values.length, totalTokens: call.values.length },
        warnings: [],
        response: { provider, modelId },
      };
    },
  };
}

function hashedVector(value: string, dimensions: number): number[] {
  let state = 2166136261; // FNV-1a's offset and prime: any spread-out hash would do
  for (let at = 0; at < value.length; at++) state = Math.imul(state ^ value.charCodeAt(at), 16777619);
  const vector = Array.from({ length: dimensions }, (_, at) => {
    state = Math.imul(state ^ at, 16777619);
    return (state >>> 0) / 2 ** 31 - 1;
  });
  const length = Math.hypot(...vector) || 1;
  return vector.map((component) => component / length);
}
