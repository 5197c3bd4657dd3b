import type { ContentPart, Message, ToolCallPart, ToolResultPart } from '@sdk/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeMessages } from '../src/encode-messages.ts';
import type { WireMessage } from '../src/wire.ts';
import { MODEL } from './fixtures/chat.ts';
import { encodeContext } from './support.ts';

const text = fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 8 }));
const textPart = text.map((value) => ({ type: 'text' as const, text: value }));
const image = fc.constant({ type: 'file' as const, mediaType: 'image/png', data: 'aGk=' });
const opaque = fc.constant({ type: 'opaque' as const, name: 'block', providerData: { foreign: { body: 'x' } } });
const data = fc.constantFrom(undefined, { cohere: { model: MODEL, field: 'tool_plan' } }, { cohere: { model: MODEL, field: 'thinking' } }, { foreign: 's' });
const reasoning = fc.record({ text, data }).map(({ text: value, data: providerData }) => ({ type: 'reasoning' as const, text: value, ...(providerData ? { providerData } : {}) }));
const source = fc.constant({ type: 'source' as const, title: 'S' });
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<ToolResultPart['result']>;

const system = fc.oneof(text, fc.array(textPart, { maxLength: 3 })).map((content): Message[] => [{ role: 'system', content }]);
const user = fc.oneof(text, fc.array(fc.oneof(textPart, image, opaque), { maxLength: 4 })).map((content): Message[] => [{ role: 'user', content }]);

interface Answered {
  invalid: boolean;
  result: ToolResultPart['result'];
  content: ToolResultPart['content'];
}

const answered: fc.Arbitrary<Answered> = fc.record({ invalid: fc.boolean(), result: json, content: fc.option(fc.array(fc.oneof(textPart, image), { maxLength: 3 }), { nil: undefined }) });

let serial = 0;

/** An answer with any parts, and the results of its calls in any order, in one message or in several. */
const turn = fc
  .record({ parts: fc.array(fc.oneof(textPart, reasoning, source, opaque), { maxLength: 4 }), calls: fc.array(answered, { maxLength: 3 }), together: fc.boolean(), reverse: fc.boolean() })
  .map(({ parts, calls, together, reverse }): Message[] => {
    const ids = calls.map(() => `call ${serial++}`);
    const made = calls.map(({ invalid }, at): ToolCallPart => ({ type: 'tool-call', toolCallId: ids[at]!, toolName: 'f', arguments: {}, ...(invalid ? { invalid: '{"' } : {}) }));
    const results = calls.map(({ result, content }, at): ToolResultPart => ({ type: 'tool-result', toolCallId: ids[at]!, result, ...(content ? { content } : {}) }));
    if (reverse) results.reverse();
    const answers: Message[] = together ? [{ role: 'tool', content: results }] : results.map((one) => ({ role: 'tool', content: [one] }));
    return [{ role: 'assistant', content: [...parts, ...made] as ContentPart[] }, ...answers];
  });

const conversation = fc.array(fc.oneof(system, user, turn), { maxLength: 8 }).map((turns) => turns.flat());

function textsSent(messages: WireMessage[]): string[] {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [content] : (content ?? []).flatMap((block) => (block.type === 'text' ? [block.text] : []))));
}

it('any conversation becomes one that Cohere takes, and no text, id or result of it is lost', () => {
  fc.assert(
    fc.property(conversation, (messages) => {
      const sent = encodeMessages(messages, encodeContext());
      for (const [at, message] of sent.entries()) {
        if (message.role === 'system') expect(at).toBe(0);
        expect(message.content !== undefined || (message.role === 'assistant' && message.tool_calls)).toBeTruthy();
        if (message.content !== undefined) expect(message.content.length).toBeGreaterThan(0);
        if (typeof message.content === 'object') for (const block of message.content) if (block.type === 'text') expect(block.text).not.toBe('');
        if (message.role !== 'assistant') continue;
        const ids = (message.tool_calls ?? []).map(({ id }) => id);
        const next = sent.slice(at + 1, at + 1 + ids.length).map((answer) => (answer.role === 'tool' ? answer.tool_call_id : answer.role));
        expect(next.sort()).toEqual(ids.sort());
        for (const { function: called } of message.tool_calls ?? []) expect(JSON.parse(called.arguments)).toBeTypeOf('object');
      }
      const given = messages.flatMap(({ role, content }) => (role === 'tool' ? [] : typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' ? [part.text] : []))));
      const kept = textsSent(sent);
      for (const one of given) if (one !== '') expect(kept).toContain(one);
      const results = messages.flatMap(({ role, content }) => (role === 'tool' ? content : []));
      expect(sent.filter(({ role }) => role === 'tool')).toHaveLength(results.length);
    }),
    { numRuns: 500 },
  );
});
