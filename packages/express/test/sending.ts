import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LanguageModel, StreamPart } from '@sdk/core';
import compression from 'compression';
import { sdkErrorHandler, sendStream, sendText, type SendStreamOptions, type Sent, type StreamSource } from '../src/index.ts';
import { PROMPT, serve } from './support.ts';

/** An app whose `/` sends a stream, and what became of it. */
export async function sending(source: StreamSource, options: SendStreamOptions & { compressed?: boolean; text?: boolean } = {}) {
  const sent: Sent[] = [];
  const caught: unknown[] = [];
  const origin = await serve((app) => {
    app.set('env', 'test');
    if (options.compressed) app.use(compression());
    app.get('/', async (_req, res) => {
      const send = options.text ? sendText : sendStream;
      try {
        sent.push(await send(res, source, options));
      } catch (error) {
        caught.push(error);
        throw error;
      }
    });
    app.use(sdkErrorHandler());
  });
  return { origin, sent, caught };
}

/** The stream of a model that passes its signal on. */
export const streamOf = (model: LanguageModel) => (signal: AbortSignal) => model.stream({ messages: PROMPT, signal });

/** Parts without end, each of so many characters that do not compress; counts what was taken and how it ended. */
export function endless(characters: number) {
  const delta = randomBytes(characters).toString('base64').slice(0, characters);
  const seen = { parts: 0, returned: 0, aborted: false };
  const source = (signal: AbortSignal): AsyncIterable<StreamPart> => {
    signal.addEventListener('abort', () => (seen.aborted = true));
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          if (seen.parts % 100 === 0) await sleep(0);
          seen.parts++;
          return { done: false, value: { type: 'text-delta', index: 0, delta } };
        },
        return: async () => {
          seen.returned++;
          return { done: true, value: undefined };
        },
      }),
    };
  };
  return { seen, source };
}
