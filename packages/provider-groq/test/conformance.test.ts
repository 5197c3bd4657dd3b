import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createGroq } from '../src/index.ts';
import { ANSWERS } from './fixtures/answers.ts';

/** Every key of a message that Groq does not know is a 400. */
function checkRoundTrip(request: unknown): void {
  const known = new Set(['role', 'content', 'tool_calls', 'tool_call_id']);
  for (const message of (request as { messages: object[] }).messages) {
    for (const key of Object.keys(message)) assert.ok(known.has(key), `${key} is no field that Groq knows`);
  }
}

const subject: ProviderUnderTest = {
  name: 'groq',
  create: createGroq,
  modelId: 'openai/gpt-oss-120b',
  basePath: '/openai/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createGroq' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'logprobs', options: { logprobs: 2 } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'reasoning', options: { reasoning: 'none' } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    { name: 'a document', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'JVBERi0xLjQK' }] }] } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRiQAAABXQVZF' }] }] } },
  ],
  wire: chatCompletionsWire({ reasoningField: 'reasoning', checkRoundTrip, dirty: ANSWERS }),
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    pdf: { notShown: 'Groq takes no documents.' },
    reasoningRoundTrip: { notShown: 'Groq refuses messages with reasoning.' },
    rateLimits: {
      headers: {
        'x-ratelimit-limit-requests': '14400',
        'x-ratelimit-remaining-requests': '14370',
        'x-ratelimit-reset-requests': '2m59.56s',
        'x-ratelimit-limit-tokens': '18000',
        'x-ratelimit-remaining-tokens': '17997',
        'x-ratelimit-reset-tokens': '7.66s',
      },
      rateLimit: {
        requests: { limit: 14_400, remaining: 14_370, resetMs: 179_560 },
        tokens: { limit: 18_000, remaining: 17_997, resetMs: 7_660 },
      },
    },
  }),
);
