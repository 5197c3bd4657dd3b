import assert from 'node:assert/strict';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createGemini } from '../src/index.ts';
import * as answers from './fixtures/answers.ts';
import { checkRequest, type RequestBody } from './check-request.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const text = (content: string) => [{ role: 'user' as const, content }];

function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  checkRequest(request, { needsSignatures: true });
  if (history === 'own') return;
  const signatures = JSON.stringify(request).match(/"thoughtSignature":"[^"]*"/g);
  assert.deepEqual(signatures, ['"thoughtSignature":"skip_thought_signature_validator"']);
}

const subject: ProviderUnderTest = {
  name: 'gemini',
  create: createGemini,
  modelId: answers.MODEL,
  basePath: '/v1beta',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createGemini' },
  unsupported: [
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.2 } },
    { option: 'parallelToolCalls', options: { tools: [get_weather], parallelToolCalls: false } },
    { option: 'reasoning', options: { reasoning: 'xhigh' } },
    { option: 'reasoning', options: { reasoning: 'none' } },
    { option: 'messages', options: { messages: [...text('Hi'), { role: 'system', content: 'Be brief.' }, ...text('And?')] } },
    { option: 'messages', options: { messages: [{ role: 'assistant', content: 'Hello.' }, ...text('Hi')] } },
    { option: 'responseFormat', options: { responseFormat: { type: 'json', schema: { type: 'string', pattern: '^a' } } } },
  ],
  refused: [
    { name: 'an answer to continue', options: { messages: [...text('Hi'), { role: 'assistant', content: 'Hel' }] } },
    { name: "a forced tool of the vendor's own", options: { tools: [{ type: 'provider', name: 'googleSearch', args: {} }], toolChoice: 'required' } },
    { name: 'a schema that has no counterpart', options: { responseFormat: { type: 'json', schema: { not: { type: 'string' } } } } },
  ],
  wire: {
    framing: 'sse',
    text: answers.TEXT,
    repeatable: 1,
    toolCall: answers.TOOL_CALL,
    parallelToolCalls: answers.TOOL_CALLS,
    reasoning: answers.REASONING,
    badToolArguments: answers.BAD_CALL,
    error: (status, { message, code }) => ({ body: answers.errorBody(status, message, code) }),
    errorInside200: {
      whole: JSON.stringify(answers.FAILURE),
      events: [answers.TEXT.events[0]!, answers.frame(answers.FAILURE)],
      kind: 'server',
    },
    dirty: answers.DIRTY,
    errorSamples: answers.ERRORS,
    checkRoundTrip,
  },
};

describeProvider(subject);

describeFeatures(subject, {
  forcedTool: {
    request(body) {
      const { toolConfig } = body as RequestBody;
      assert.deepEqual(toolConfig, { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['get_weather'] } });
    },
  },
  images: {},
  pdf: {},
  jsonSchema: {
    request(body) {
      const { generationConfig } = body as RequestBody;
      assert.equal(generationConfig?.['responseMimeType'], 'application/json');
      assert.ok(generationConfig?.['responseJsonSchema']);
    },
  },
  reasoningRoundTrip: {
    request(body) {
      const { contents } = body as RequestBody;
      assert.deepEqual(contents[1]?.parts, [{ text: '42', thoughtSignature: answers.SIGNATURE }]);
    },
  },
  citations: {
    whole: JSON.stringify(answers.GROUNDED_ANSWER),
    options: { tools: [{ type: 'provider', name: 'googleSearch', args: {} }] },
    request: (body) => assert.deepEqual((body as RequestBody).tools, [{ googleSearch: {} }]),
    result({ content }) {
      const places = content.flatMap((part) => (part.type === 'source' ? [[part.url, part.of, part.start, part.end]] : []));
      assert.deepEqual(places, [
        ['https://ruby.example/a', 0, 0, 10],
        ['https://ruby.example/a', 0, 19, 25],
        ['https://wiki.example/b', 0, 19, 25],
      ]);
    },
  },
  cacheUsage: {},
  rateLimits: { notShown: 'The vendor sends no headers about them.' },
  embeddings: answers.EMBEDDING,
  listing: answers.LISTING,
});
