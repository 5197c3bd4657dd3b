import { createResult, type GenerateResult, type ResponseInfo, type StreamPart } from '@sdk/core';
import { createPartWriter, type Finish, type PartWriter } from '../part-writer.ts';

/** What a decoder writes. */
export interface Written {
  /** All parts as they came, `start` first; without `finish`, which the result holds. */
  parts: StreamPart[];
  /** `undefined` when the decoder did not finish: the answer was cut. */
  result: GenerateResult | undefined;
}

/** How a decoder is run. */
export interface WrittenOptions {
  /** As in the result's `response`. */
  provider: string;
  /** Whether deltas are wanted, as for a stream. @default true */
  wantsDeltas?: boolean;
}

/**
 * Runs a decoder, and gives what it wrote, e.g. `written((writer) => decode(body, writer, context), { provider: 'acme' })`.
 *
 * @throws Error when two parts have one index
 */
export function written(write: (writer: PartWriter) => void, { provider, wantsDeltas = true }: WrittenOptions): Written {
  const parts: StreamPart[] = [];
  const seen: { start?: Partial<ResponseInfo>; finish?: Finish } = {};
  write(
    createPartWriter({
      wantsDeltas,
      onStart(response) {
        seen.start = response;
        parts.push({ type: 'start', warnings: [], response: { provider, ...response } });
      },
      onPart: (part) => void parts.push(part),
      onFinish: (finish) => (seen.finish = finish),
    }),
  );
  const complete = parts.filter((part) => part.type === 'part').sort((a, b) => a.index - b.index);
  if (new Set(complete.map(({ index }) => index)).size < complete.length) throw new Error('Two parts have one index.');
  if (!seen.finish) return { parts, result: undefined };
  const { response, ...finish } = seen.finish;
  return {
    parts,
    result: createResult({
      ...finish,
      content: complete.map(({ part }) => part),
      warnings: [],
      response: { provider, ...seen.start, ...response },
      timing: { totalMs: 0 },
    }),
  };
}
