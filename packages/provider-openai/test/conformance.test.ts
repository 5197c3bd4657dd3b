import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createOpenAI } from '../src/index.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

interface WireMessage {
  role: string;
  content: unknown;
  tool_calls?: { id: string; type: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** What OpenAI's own validation demands of a conversation. */
function checkRoundTrip(request: unknown): void {
  const known = new Set(['role', 'content', 'tool_calls', 'tool_call_id']);
  let open = new Set<string>();
  for (const message of (request as { messages: WireMessage[] }).messages) {
    for (const key of Object.keys(message)) assert.ok(known.has(key), `${key} is no field that OpenAI knows`);
    if (message.role === 'tool') {
      assert.ok(open.delete(message.tool_call_id ?? ''), 'a result answers a call of the message before');
      continue;
    }
    assert.equal(open.size, 0, 'every call is answered before anything else is said');
    open = new Set(message.tool_calls?.map(({ id }) => id));
    for (const call of message.tool_calls ?? []) assert.equal(typeof call.function.arguments, 'string');
    assert.ok(message.content !== '' || message.role === 'user', `an empty message of the ${message.role}`);
  }
}

const subject: ProviderUnderTest = {
  name: 'openai',
  create: createOpenAI,
  modelId: 'gpt-4o',
  basePath: '/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createOpenAI' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
    { name: 'audio that is neither WAV nor MP3', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/ogg', data: 'T2dnUw==' }] }] } },
    { name: 'tools, where the options say there are none', options: { tools: [get_weather] }, capabilities: { tools: false } },
  ],
  wire: chatCompletionsWire({ checkRoundTrip }),
};

describeProvider(subject);
describeFeatures(subject, chatCompletionsFeatures());

// Ollama and gpustack speak this dialect, too, and so does what Azure serves.
const SPOKEN = new Set(['openai', 'ollama', 'gpustack', 'azure']);
describeRecordings({
  name: 'openai',
  create: createOpenAI,
  basePath: '/v1',
  filter: ({ provider, kind }) => SPOKEN.has(provider) && ['chat', 'embeddings', 'models'].includes(kind),
});
