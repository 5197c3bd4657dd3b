import type { CallOptions, LanguageModel, Provider, Tool } from '@sdk/core';
import type { Answer, Answers } from '../server/answer.ts';
import { joinBytes, type Bytes } from '../server/cut.ts';
import { startFaultServer, type FaultServer } from '../server/fault-server.ts';
import type { ReceivedRequest } from '../server/received-request.ts';
import type { ProviderUnderTest, UnderTestOptions } from './provider-under-test.ts';
import type { AnswerSample, WireSample } from './wire-sample.ts';

/** The key of every provider under test: long enough to be told from anything else. */
export const API_KEY = 'sk-conformance-4f1d8a6b2c7e9035';

/** The prompt of every call, with characters that JSON and headers must escape. */
export const PROMPT = 'Tell nobody: the "vault" opens at 7391 \\ é漢🙂';

/** A server and a model that asks it. Disposing of it closes both. */
export interface Stage extends AsyncDisposable {
  server: FaultServer;
  provider: Provider;
  model: LanguageModel;
}

/** Starts a server with these answers, and makes the provider's model for it. */
export async function stage(
  subject: ProviderUnderTest,
  answers: Answers<ReceivedRequest> = {},
  options: Partial<UnderTestOptions> = {},
): Promise<Stage> {
  const server = await startFaultServer(answers);
  const provider = createProvider(subject, server.url, options);
  return {
    server,
    provider,
    model: provider(subject.modelId),
    async [Symbol.asyncDispose]() {
      await server.close();
      await provider.close();
    },
  };
}

/** The provider under test for a server, with the suite's key. */
export function createProvider(subject: ProviderUnderTest, url: string, options: Partial<UnderTestOptions> = {}): Provider {
  return subject.create({ baseUrl: url + (subject.basePath ?? ''), apiKey: API_KEY, ...options });
}

/** A call that asks for what a sample answers: the prompt, and the tools that are called. */
export function callFor(sample?: Pick<AnswerSample, 'expected' | 'options'>): CallOptions {
  const names = new Set(sample?.expected.toolCalls?.map(({ name }) => name));
  const tools = Array.from(names, (name): Tool => ({
    name,
    description: 'A tool.',
    parameters: { type: 'object', properties: {} },
  }));
  return { messages: [{ role: 'user', content: PROMPT }], ...(tools.length > 0 && { tools }), ...sample?.options };
}

/** Content type of whole answers. */
function wholeType({ contentTypes }: WireSample): string {
  return contentTypes?.whole ?? 'application/json';
}

/** Content type of streamed answers. */
function streamType({ contentTypes, framing }: WireSample): string {
  return contentTypes?.stream ?? (framing === 'ndjson' ? 'application/x-ndjson' : 'text/event-stream; charset=utf-8');
}

/** The answer to a `generate`. */
export function wholeAnswer(wire: WireSample, body: Bytes, more: Answer = {}): Answer {
  return { headers: { 'content-type': wholeType(wire) }, body, ...more };
}

/** The answer to a `stream`. */
export function streamAnswer(wire: WireSample, events: readonly Bytes[], more: Answer = {}): Answer {
  return { headers: { 'content-type': streamType(wire) }, body: joinBytes(events), ...more };
}

/** The text sample up to its repeatable delta, the delta itself, and what follows. */
export function repeatableText({ text, repeatable }: WireSample): {
  before: readonly Bytes[];
  delta: Bytes;
  after: readonly Bytes[];
} {
  const delta = text.events[repeatable];
  if (delta === undefined) throw new RangeError(`\`repeatable\` (${repeatable}) is no index of \`text.events\`.`);
  return { before: text.events.slice(0, repeatable), delta, after: text.events.slice(repeatable + 1) };
}
