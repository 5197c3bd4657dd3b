import type { AssistantMessage, CacheHint, ContentPart, FilePart, Message, ToolResultPart, UserMessage } from '@sdk/core';
import fc from 'fast-check';
import { MODEL } from './run-codec.ts';

type Part<M extends { content: string | unknown[] }> = Exclude<M['content'], string>[number];

const blank = fc.constantFrom('', ' ', '\n\n', '\t');
const text = fc.oneof({ weight: 4, arbitrary: fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), fc.constantFrom('', ' ', '\n')).map(([word, end]) => `<${word}>${end}`) }, blank);
const cache = fc.option(fc.record({ ttl: fc.constantFrom('5m', '1h', '3600s') }, { requiredKeys: [] }), { nil: undefined, freq: 3 });
const cached = <T extends object>(part: fc.Arbitrary<T>): fc.Arbitrary<T & { cache?: CacheHint }> =>
  fc.tuple(part, cache).map(([value, hint]) => (hint ? { ...value, cache: hint } : value));

/** Ids as vendors make them, few enough that they repeat. */
const callId = fc.constantFrom('toolu_1', 'call_1', 'functions.f:0', 'functions.f:1', 'functions_f_0', 'é', 'ü', '', ' ', 'a b', 'a_b');

const file: fc.Arbitrary<FilePart> = fc.constantFrom<FilePart>(
  { type: 'file', mediaType: 'image/png', data: 'iVBO' },
  { type: 'file', mediaType: 'image/*', url: 'https://x.example/a' },
  { type: 'file', mediaType: 'application/pdf', data: 'JVBE', filename: 'a.pdf' },
  { type: 'file', mediaType: 'application/pdf', url: 'https://x.example/a.pdf' },
  { type: 'file', mediaType: 'text/markdown; charset=utf-8', data: 'SGk=' },
);

const textPart = cached(text.map((value) => ({ type: 'text' as const, text: value })));

const userPart: fc.Arbitrary<Part<UserMessage>> = fc.oneof(
  { weight: 4, arbitrary: textPart },
  cached(file),
  fc.constantFrom<Part<UserMessage>>(
    { type: 'opaque', name: 'container_upload', providerData: { anthropic: { type: 'container_upload', file_id: 'file_1', cache_control: { type: 'ephemeral' } } } },
    { type: 'opaque', name: 'x', providerData: { other: { type: 'x' } } },
  ),
);

const reasoning: fc.Arbitrary<ContentPart> = fc.constantFrom<ContentPart>(
  { type: 'reasoning', text: 'signed', providerData: { anthropic: { signature: 'S==', model: MODEL } } },
  { type: 'reasoning', text: '', providerData: { anthropic: { redacted: 'R==', model: `${MODEL}-20251001` } }, cache: {} },
  { type: 'reasoning', text: 'unsigned', providerData: { anthropic: { model: MODEL } } },
  { type: 'reasoning', text: 'another model', providerData: { anthropic: { signature: 'S==', model: 'claude-3-7-sonnet' } } },
  { type: 'reasoning', text: 'another wire', providerData: { openai: { id: 'x' } } },
);

const serverTool = fc.constantFrom('srvtoolu_1', 'srvtoolu_2').chain((id) =>
  fc.constantFrom<ContentPart>(
    { type: 'tool-call', toolCallId: id, toolName: 'web_search', arguments: { query: 'q' }, providerExecuted: true, providerData: { anthropic: { type: 'server_tool_use' } } },
    { type: 'tool-result', toolCallId: id, result: [], providerExecuted: true, providerData: { anthropic: { type: 'web_search_tool_result' } } },
    { type: 'tool-call', toolCallId: id, toolName: 'other', arguments: {}, providerExecuted: true },
    { type: 'tool-result', toolCallId: id, result: 1, providerExecuted: true, providerData: { openai: {} } },
  ),
);

const call = cached(callId.map((toolCallId) => ({ type: 'tool-call' as const, toolCallId, toolName: 'f', arguments: { a: 1 } })));

const assistantPart: fc.Arbitrary<ContentPart> = fc.oneof(
  { weight: 4, arbitrary: textPart },
  { weight: 2, arbitrary: reasoning },
  { weight: 3, arbitrary: call },
  { weight: 2, arbitrary: serverTool },
  fc.constantFrom<ContentPart>(
    { type: 'source', url: 'https://x.example' },
    { type: 'opaque', name: 'compaction', providerData: { anthropic: { type: 'compaction', content: 'so far' } } },
    { type: 'opaque', name: 'x' },
    { type: 'file', mediaType: 'image/png', data: 'iVBO' },
  ),
);

/** What a tool returned, without the call that it belongs to. */
const outcome: fc.Arbitrary<Omit<ToolResultPart, 'toolCallId'>> = cached(
  fc.oneof(
    fc.constantFrom('sunny', '', null, { t: 20 }).map((result) => ({ type: 'tool-result' as const, result })),
    fc.array(fc.oneof(textPart, cached(file)), { maxLength: 2 }).map((content) => ({ type: 'tool-result' as const, result: null, content })),
  ),
);

type Step =
  | Exclude<Message, { role: 'tool' }>
  | { role: 'tool'; cache?: CacheHint; outcomes: { which: number; outcome: Omit<ToolResultPart, 'toolCallId'> }[] };

const step: fc.Arbitrary<Step> = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.oneof(text, fc.array(textPart, { maxLength: 2 })).map((content) => ({ role: 'system', content })),
  cached(fc.oneof(text, fc.array(userPart, { maxLength: 3 })).map((content) => ({ role: 'user' as const, content }))),
  cached(fc.oneof(text, fc.array(assistantPart, { maxLength: 5 })).map((content) => ({ role: 'assistant' as const, content }))),
  cached(fc.array(fc.record({ which: fc.nat(9), outcome }), { maxLength: 3 }).map((outcomes) => ({ role: 'tool' as const, outcomes }))),
);

/** Gives each result a call that stands before it and has none, as a valid conversation has it. */
function toMessages(steps: readonly Step[]): Message[] {
  const open: string[] = [];
  return steps.map((one): Message => {
    if (one.role === 'assistant') open.push(...idsIn(one));
    if (one.role !== 'tool') return one;
    const { outcomes, ...message } = one;
    const content = outcomes.flatMap(({ which, outcome: result }) => {
      const [toolCallId] = open.splice(which % (open.length || 1), 1);
      return toolCallId === undefined ? [] : [{ ...result, toolCallId }];
    });
    return { ...message, content };
  });
}

function idsIn({ content }: AssistantMessage): string[] {
  if (typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call').filter((part) => !part.providerExecuted).map(({ toolCallId }) => toolCallId);
}

/** Every conversation that the contract allows, in every order, with something in it to be sent. */
export const conversation: fc.Arbitrary<Message[]> = fc
  .tuple(fc.array(step, { maxLength: 7 }), fc.nat(7))
  .map(([steps, at]) => toMessages([...steps.slice(0, at), { role: 'user', content: 'Hello' }, ...steps.slice(at)]));
