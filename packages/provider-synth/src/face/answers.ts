import type { GenerateResult, ResponseInfo, StreamPart } from '@sdk/core';
import { createChunkWriter, writeCompletion, type AnswerIdentity, type ChatCompletion, type ChatCompletionChunk, type ChunkWriter } from '@sdk/openai-wire/server';
import type { ReadRequest } from './request.ts';

const MS_PER_SECOND = 1000;

function identityOf({ id, modelId }: Partial<ResponseInfo>, model: string): AnswerIdentity {
  return {
    id: id ?? `chatcmpl-${crypto.randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / MS_PER_SECOND),
    model: modelId ?? model,
  };
}

/** Writes a whole answer. */
export function toCompletion(result: GenerateResult, { model }: ReadRequest): ChatCompletion {
  return writeCompletion(result, identityOf(result.response, model));
}

/** Makes what writes the chunks of a streamed answer, part by part. */
export function createChunks({ model, includeUsage, options }: ReadRequest): (part: StreamPart) => ChatCompletionChunk[] {
  let writer: ChunkWriter | undefined;
  return (part) => {
    writer ??= createChunkWriter({ ...identityOf(part.type === 'start' ? part.response : {}, model), includeUsage, tools: options.tools ?? [] });
    return writer.write(part);
  };
}
