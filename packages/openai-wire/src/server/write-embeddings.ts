import { toBase64, type EmbedResult } from '@sdk/core';

/** How embeddings are written. */
export interface WriteEmbeddingsOptions {
  /** The model, as the client is to see it. */
  model: string;
  /** `base64`: little-endian float32, as OpenAI writes it. @default 'float' */
  encodingFormat?: 'float' | 'base64';
}

/** Embeddings; `Vector` is `string` where base64 was asked for. */
export interface EmbeddingList<Vector = number[] | string> {
  object: 'list';
  data: { object: 'embedding'; index: number; embedding: Vector }[];
  model: string;
  /** Zero where the vendor reported nothing: OpenAI's clients expect both. */
  usage: { prompt_tokens: number; total_tokens: number };
}

/** Writes embeddings as OpenAI's `POST /embeddings` does. */
export function writeEmbeddings({ embeddings, usage }: EmbedResult, { model, encodingFormat = 'float' }: WriteEmbeddingsOptions): EmbeddingList {
  const prompt = usage.inputTokens ?? usage.totalTokens ?? 0;
  return {
    object: 'list',
    data: embeddings.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encodingFormat === 'base64' ? toFloat32Base64(vector) : vector,
    })),
    model,
    usage: { prompt_tokens: prompt, total_tokens: usage.totalTokens ?? prompt },
  };
}

const FLOAT32_BYTES = 4;

function toFloat32Base64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * FLOAT32_BYTES));
  for (const [at, value] of vector.entries()) view.setFloat32(at * FLOAT32_BYTES, value, true);
  return toBase64(new Uint8Array(view.buffer));
}
