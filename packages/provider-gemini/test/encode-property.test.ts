import type { AssistantMessage, ContentPart, JSONValue, Message, ProviderData, ToolResultPart } from '@sdk/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { checkRequest } from './check-request.ts';
import { MODEL, SIGNATURE } from './fixtures/answers.ts';
import { encoded } from './support.ts';

const text = fc.constantFrom('', 'a', 'Grüße 🙂', '\n');
const own = (data: object): ProviderData => ({ gemini: data as JSONValue });
/** Of this model, of another one of the vendor's, of another vendor, of nobody. */
const providerData = fc.constantFrom<ProviderData | undefined>(
  own({ thoughtSignature: SIGNATURE, model: MODEL }),
  own({ thoughtSignature: SIGNATURE, model: 'gemini-2.5-pro' }),
  own({ model: MODEL }),
  { anthropic: { signature: 'x' } },
  undefined,
);
const file = fc.constantFrom(
  { mediaType: 'image/png', data: 'iVBORw0KGgo=' },
  { mediaType: 'audio/wav', data: 'UklGRg==' },
  { mediaType: 'image/*', url: 'gs://bucket/a.png' },
  { mediaType: 'video/*', url: 'https://youtu.be/abc' },
);
const json = fc.oneof(fc.jsonValue() as fc.Arbitrary<JSONValue>, fc.constant({}), fc.constant(''));

const userParts = fc.array(
  fc.oneof(
    text.map((content) => ({ type: 'text' as const, text: content })),
    file.map((fields) => ({ type: 'file' as const, ...fields })),
    fc.constantFrom({ type: 'opaque' as const, name: 'foreign' }),
  ),
  { maxLength: 3 },
);

const modelPart: fc.Arbitrary<ContentPart> = fc
  .tuple(
    fc.oneof(
      text.map((content): ContentPart => ({ type: 'text', text: content })),
      text.map((content): ContentPart => ({ type: 'reasoning', text: content })),
      file.map((fields): ContentPart => ({ type: 'file', ...fields })),
      fc.constantFrom<ContentPart>(
        { type: 'source', url: 'https://a.example' },
        { type: 'opaque', name: 'foreign' },
        { type: 'opaque', name: 'executableCode', providerData: own({ part: { executableCode: { code: '1' }, thoughtSignature: SIGNATURE }, model: 'gemini-2.5-pro' }) },
        { type: 'opaque', name: 'thoughtSignature', providerData: own({ part: { thoughtSignature: SIGNATURE, text: '' }, model: MODEL }) },
        { type: 'tool-call', toolCallId: 's1', toolName: 'web_search', arguments: {}, providerExecuted: true },
      ),
    ),
    providerData,
  )
  .map(([part, data]) => (data && !part.providerData ? { ...part, providerData: data } : part));

interface Call {
  name: string;
  id: 'real' | 'made up' | 'foreign';
  data: ProviderData | undefined;
  result: JSONValue;
  content: ToolResultPart['content'] | undefined;
  isError: boolean;
}

const calls = fc.array(
  fc.record<Call>({
    name: fc.constantFrom('a', 'b'),
    id: fc.constantFrom('real', 'made up', 'foreign'),
    data: providerData,
    result: json,
    content: fc.option(fc.constantFrom<NonNullable<ToolResultPart['content']>>([], [{ type: 'text', text: '' }], [{ type: 'text', text: 'x' }, { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' }], [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }]), { nil: undefined }),
    isError: fc.boolean(),
  }),
  { maxLength: 3 },
);

type Step = { kind: 'system'; texts: string[] } | { kind: 'user'; parts: (typeof userParts extends fc.Arbitrary<infer T> ? T : never) | string } | { kind: 'model'; parts: ContentPart[]; calls: Call[]; order: number; split: boolean; between: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('system' as const), texts: fc.array(text, { maxLength: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('user' as const), parts: fc.oneof(userParts, text) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('model' as const), parts: fc.array(modelPart, { maxLength: 3 }), calls, order: fc.nat(5), split: fc.boolean(), between: text }),
  },
);

/** A valid conversation: whatever stands in it, every call has its result before the assistant speaks again, and the user speaks last. */
function conversation(steps: readonly Step[]): Message[] {
  const messages: Message[] = [];
  let count = 0;
  for (const one of steps) {
    if (one.kind === 'system') messages.push({ role: 'system', content: one.texts.map((content) => ({ type: 'text', text: content })) });
    else if (one.kind === 'user') messages.push({ role: 'user', content: one.parts });
    else messages.push(...turn(one, () => count++));
  }
  return [...messages, { role: 'user', content: 'And then?' }];
}

function turn({ parts, calls: made, order, split, between }: Extract<Step, { kind: 'model' }>, next: () => number): Message[] {
  const content: AssistantMessage['content'] = [...parts];
  const results: ToolResultPart[] = [];
  for (const { name, id, data, result, content: shown, isError } of made) {
    const toolCallId = `${id} ${next()}`;
    const real = id === 'real' ? own({ ...(data?.['gemini'] as object | undefined), id: toolCallId }) : data;
    content.push({ type: 'tool-call', toolCallId, toolName: name, arguments: { n: 1 }, ...(real ? { providerData: real } : {}) });
    results.push({ type: 'tool-result', toolCallId, result, isError, ...(shown ? { content: shown } : {}) });
  }
  for (let at = 0; at < order && results.length > 1; at++) results.push(results.shift()!);
  const tools: Message[] = split ? results.map((result) => ({ role: 'tool', content: [result] })) : results.length > 0 ? [{ role: 'tool', content: results }] : [];
  return [{ role: 'assistant', content }, ...(between ? [{ role: 'user' as const, content: between }] : []), ...tools];
}

describe('any valid conversation', () => {
  it.each([
    [MODEL, true],
    ['gemini-2.5-flash', false],
    ['gemini-flash-latest', true],
  ])('becomes a request that keeps the rules of %s', (model, needsSignatures) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        checkRequest(encoded({ messages: conversation(steps) }, model).body, { needsSignatures });
      }),
      { numRuns: 400 },
    );
  });
});
