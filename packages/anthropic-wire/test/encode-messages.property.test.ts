import { isJSONObject, UnsupportedFeatureError, type CallOptions, type Message } from '@sdk/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assertAccepted } from './api-rules.ts';
import { conversation } from './conversations.ts';
import { encode, MODEL, type Body } from './run-codec.ts';

const tool = { name: 'f', parameters: { properties: {} } };

const options: fc.Arbitrary<Partial<CallOptions>> = fc.record(
  {
    tools: fc.constantFrom<NonNullable<CallOptions['tools']>>([], [tool], [{ ...tool, cache: { ttl: '1h' } }, { type: 'provider', name: 'web_search_20260318', args: {}, cache: {} }]),
    toolChoice: fc.constantFrom('auto', 'none', 'required'),
    parallelToolCalls: fc.boolean(),
    maxTokens: fc.constantFrom(1, 1024, 1025, 3000, 40_000),
    temperature: fc.constantFrom(0, 1),
    topP: fc.constantFrom(0.5, 0.97, 1),
    topK: fc.constant(5),
    stopSequences: fc.constantFrom([], ['\n'], ['END', ' ']),
    reasoning: fc.constantFrom<NonNullable<CallOptions['reasoning']>[]>('none', 'minimal', 'low', 'high', 'xhigh', 'max', { budgetTokens: 0 }, { budgetTokens: 10 }, { budgetTokens: 50_000 }),
    responseFormat: fc.constantFrom<NonNullable<CallOptions['responseFormat']>[]>({ type: 'text' }, { type: 'json' }, { type: 'json', schema: { type: 'object', properties: {} } }),
  },
  { requiredKeys: [] },
);

const model = fc.constantFrom('claude-3-7', 'claude-opus-4-1', MODEL, 'claude-opus-4-6', 'claude-opus-4-8', 'a-model-of-somebody');

function endsWithText(messages: Message[]): boolean {
  return messages.some(({ role }) => role === 'assistant');
}

it('makes of every conversation, with whatever options, a request that the API accepts', () => {
  fc.assert(
    fc.property(conversation, options, model, (messages, call, modelId) => {
      let body: Body;
      try {
        ({ body } = encode({ ...call, messages }, modelId));
      } catch (error) {
        // An answer to continue is the one thing that some models cannot take, and no model together with a schema.
        expect(error).toBeInstanceOf(UnsupportedFeatureError);
        expect(String(error)).toContain('the last message must be from the user');
        expect(endsWithText(messages)).toBe(true);
        return;
      }
      if (modelId !== 'a-model-of-somebody') assertAccepted(body);
    }),
    { numRuns: 3000 },
  );
});

const visible = (messages: Message[]): string[] =>
  messages.flatMap(({ role, content }) => {
    const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    return parts.flatMap((part) => (part.type === 'text' && part.text.trim() !== '' && role !== 'system' ? [part.text.trim()] : []));
  });

function textsIn({ messages }: Body): string[] {
  return messages.flatMap(({ content }) => content.flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [])));
}

it('keeps every word, in its order', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const { body } = encode({ messages: [...messages, { role: 'user', content: 'And then?' }] });
      const sent = textsIn(body).filter((text) => text !== '(no message)');
      expect(sent).toEqual([...visible(messages), 'And then?']);
    }),
    { numRuns: 500 },
  );
});

it('keeps every call, every result with its call, and every thought of the model that something follows', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const { body } = encode({ messages: [...messages, { role: 'assistant', content: 'So.' }, { role: 'user', content: 'And then?' }] });
      const blocks = body.messages.flatMap(({ content }) => content);
      const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
      const calls = parts.filter((part) => part.type === 'tool-call').filter((part) => !part.providerExecuted);
      const results = parts.filter((part) => part.type === 'tool-result').filter((part) => !part.providerExecuted);
      expect(blocks.filter(({ type }) => type === 'tool_use')).toHaveLength(calls.length);
      const answered = blocks.filter(({ type }) => type === 'tool_result');
      expect(answered.filter((block) => block['is_error'] !== true)).toHaveLength(results.length);
      const opaque = parts.filter((part) => part.type === 'opaque' && isJSONObject(part.providerData?.['anthropic']));
      expect(blocks.filter(({ type }) => type === 'compaction' || type === 'container_upload')).toHaveLength(opaque.length);
      for (const block of blocks) if (block['type'] === 'thinking') expect(block).toEqual({ type: 'thinking', thinking: 'signed', signature: 'S==' });
    }),
    { numRuns: 500 },
  );
});

it('is the same request every time, and does not touch what it is given', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const before = JSON.stringify(messages);
      const again = [...messages, { role: 'user' as const, content: 'And then?' }];
      expect(encode({ messages: again }).body).toEqual(encode({ messages: again }).body);
      expect(JSON.stringify(messages)).toBe(before);
    }),
    { numRuns: 100 },
  );
});
