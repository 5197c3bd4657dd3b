import { wrapModel, type LanguageModel } from '@sdk/core';
import { createOpenAI } from '@sdk/provider-openai';
import { LLMock, type ChatCompletionRequest, type ContentWithToolCallsResponse, type TextResponse } from '@copilotkit/aimock';
import { timeZoneOf } from './city-time.ts';

/** A model that needs no key and no network, and must be stopped. */
export interface EmbeddedMock {
  model: LanguageModel;
  stop(): Promise<void>;
}

/** Slow enough to see that the answer streams. */
const MS_PER_CHUNK = 20;
const CHARACTERS_PER_CHUNK = 12;

/** So much of the prompt is repeated in the answer, and searched for a city. */
const ECHOED_CHARACTERS = 300;

/**
 * Starts a mock server inside this process and makes a model of it.
 *
 * Only the answers are scripted. They come over HTTP, and are asked for, read and checked as those of OpenAI are.
 */
export async function startEmbeddedMock(): Promise<EmbeddedMock> {
  const server = new LLMock({ port: 0, host: '127.0.0.1', latency: MS_PER_CHUNK, chunkSize: CHARACTERS_PER_CHUNK });
  server.on({ hasToolResult: false }, askForTheTime);
  server.on({ hasToolResult: true }, tellTheTime);
  await server.start();
  const openai = createOpenAI({ apiKey: 'the-mock-takes-any', baseUrl: `${server.url}/v1` });
  return {
    model: wrapModel(openai('scripted'), { provider: 'embedded mock' }),
    async stop() {
      await openai.close();
      await server.stop();
    },
  };
}

function askForTheTime(request: ChatCompletionRequest): ContentWithToolCallsResponse {
  const whole = textOfLast(request, 'user');
  const prompt = whole.length > ECHOED_CHARACTERS ? `${whole.slice(0, ECHOED_CHARACTERS)}…` : whole;
  const city = cityIn(prompt) ?? 'Tokyo';
  return {
    reasoning: 'A mock does not think; this shows where thoughts appear.',
    content: `This is a mock answer, from a script: no model has read your prompt. You asked: “${prompt}”\nTo show a tool call, the script asks for the time in ${city}.`,
    toolCalls: [{ name: 'cityTime', arguments: JSON.stringify({ city }) }],
  };
}

function tellTheTime(request: ChatCompletionRequest): TextResponse {
  const { city, timeZone, time } = JSON.parse(textOfLast(request, 'tool')) as Record<string, string>;
  return { content: `The tool ran on this machine and says that in ${city} (${timeZone}) it is ${time}.` };
}

function textOfLast({ messages }: ChatCompletionRequest, role: string): string {
  const content = messages.findLast((message) => message.role === role)?.content;
  return typeof content === 'string' ? content : '';
}

/** The first city that a text names: up to three words, the first with a capital, after which a time zone is called. */
function cityIn(text: string): string | undefined {
  const words = text.match(/[\p{L}-]+/gu) ?? [];
  for (const length of [3, 2, 1]) {
    for (let at = 0; at + length <= words.length; at++) {
      const name = words.slice(at, at + length).join(' ');
      if (/^\p{Lu}/u.test(name) && timeZoneOf(name)?.includes('/')) return name;
    }
  }
  return undefined;
}
