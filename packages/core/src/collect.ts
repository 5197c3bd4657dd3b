import { StreamInterruptedError } from './errors.ts';
import { mapStream } from './map-stream.ts';
import type { ContentPart } from './message.ts';
import { createResult, type GenerateResult } from './result.ts';
import type { FinishPart, StartPart, StreamPart } from './stream-part.ts';

/**
 * Reads a stream to its end and gives the whole answer, the same as `generate` would.
 *
 * @throws SdkError what the stream throws; `StreamInterruptedError` when it ends without its `finish`.
 */
export async function collect(stream: AsyncIterable<StreamPart>): Promise<GenerateResult> {
  const parts: { index: number; part: ContentPart }[] = [];
  let start: StartPart | undefined;
  let finish: FinishPart | undefined;
  for await (const part of stream) {
    if (part.type === 'part') parts.push(part);
    else if (part.type === 'start') start = part;
    else if (part.type === 'finish') finish = part;
  }
  const content = parts.sort((a, b) => a.index - b.index).map(({ part }) => part);
  if (!finish) {
    throw new StreamInterruptedError('The stream ended without its finish part.', {
      provider: start?.response.provider ?? 'unknown',
      retryable: true,
      partial: { content },
    });
  }
  const { type: _type, response, ...fields } = finish;
  return createResult({
    ...fields,
    content,
    warnings: start?.warnings ?? [],
    response: { provider: 'unknown', ...start?.response, ...response },
    ...withRateLimit(finish.rateLimit ?? start?.rateLimit),
  });
}

function withRateLimit(rateLimit: StartPart['rateLimit']): { rateLimit?: NonNullable<StartPart['rateLimit']> } {
  return rateLimit ? { rateLimit } : {};
}

/** The text of a streamed answer as it comes, nothing else. Leaving the loop early closes the stream. */
export function textOf(stream: AsyncIterable<StreamPart>): AsyncIterable<string> {
  return mapStream(stream, (part) => (part.type === 'text-delta' ? [part.delta] : []));
}
