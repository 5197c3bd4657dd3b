import type { ContentPart, FinishPart, StreamPart } from '@sdk/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventWriter, type EventWriterOptions, type MessageEvent } from '../../src/server/index.ts';
import { decodeEvents } from '../run-codec.ts';

const start: StreamPart = { type: 'start', warnings: [], response: { provider: 'x' } };
const finish: FinishPart = { type: 'finish', finishReason: 'stop', usage: { inputTokens: 7, outputTokens: 3 }, timing: { totalMs: 1 } };
const text = (index: number, delta: string): StreamPart => ({ type: 'text-delta', index, delta });
const thought = (index: number, delta: string): StreamPart => ({ type: 'reasoning-delta', index, delta });
const callStart = (index: number, toolName = 't'): StreamPart => ({ type: 'tool-call-start', index, toolCallId: `c${index}`, toolName });
const args = (index: number, delta: string): StreamPart => ({ type: 'tool-call-delta', index, delta });
const part = (index: number, complete: ContentPart): StreamPart => ({ type: 'part', index, part: complete });
const call = (index: number, value: object, more: object = {}): StreamPart =>
  part(index, { type: 'tool-call', toolCallId: `c${index}`, toolName: 't', arguments: value as Record<string, never>, ...more });

function write(parts: StreamPart[], options: Partial<EventWriterOptions> = {}): MessageEvent[] {
  const writer = createEventWriter({ id: 'msg_1', model: 'm', ...options });
  return parts.flatMap((each) => writer.write(each));
}

/** Blocks one after the other, numbered from 0, as Anthropic's are. */
function checkOrder(events: MessageEvent[]): void {
  let open: number | undefined;
  let blocks = 0;
  for (const event of events) {
    if (event.type === 'content_block_start') {
      expect(open).toBeUndefined();
      expect(event.index).toBe(blocks);
      open = blocks++;
    } else if (event.type === 'content_block_delta') expect(event.index).toBe(open);
    else if (event.type === 'content_block_stop') {
      expect(event.index).toBe(open);
      open = undefined;
    } else expect(open).toBeUndefined();
  }
  expect(events.map(({ type }) => type).filter((type) => type.startsWith('message'))).toEqual(['message_start', 'message_delta', 'message_stop']);
}

/** What a client makes of the events. */
function contentOf(parts: StreamPart[], options: Partial<EventWriterOptions> = {}): ContentPart[] {
  const events = write([start, ...parts, finish], options);
  checkOrder(events);
  return decodeEvents(events).result?.content ?? [];
}

describe('a streamed message', () => {
  it('is told in the events of the API', () => {
    expect(write([start, text(0, 'Hel'), text(0, 'lo'), part(0, { type: 'text', text: 'Hello' }), finish])).toEqual([
      {
        type: 'message_start',
        message: {
          id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, stop_sequence: null,
          usage: { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { input_tokens: 7, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 3 },
      },
      { type: 'message_stop' },
    ]);
  });

  it('begins once, also where `start` is missing or comes twice', () => {
    expect(write([text(0, 'a'), start]).map(({ type }) => type)).toEqual(['message_start', 'content_block_start', 'content_block_delta']);
    expect(write([start, start])).toHaveLength(1);
    expect(write([finish]).map(({ type }) => type)).toEqual(['message_start', 'message_delta', 'message_stop']);
  });

  it('signs a thought before its end, and leaves one of another vendor unsigned', () => {
    const signed = part(0, { type: 'reasoning', text: 'Hm', providerData: { anthropic: { signature: 'sig' } } });
    const events = write([start, thought(0, 'Hm'), signed]);
    expect(events.slice(2)).toEqual([
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
      { type: 'content_block_stop', index: 0 },
    ]);
    expect(contentOf([signed])).toMatchObject([{ text: 'Hm', providerData: { anthropic: { signature: 'sig' } } }]);
    const foreign = part(0, { type: 'reasoning', text: 'Hm', providerData: { gemini: { thoughtSignature: 'sig' } } });
    expect(JSON.stringify(write([start, thought(0, 'Hm'), foreign]))).not.toContain('sig"');
  });

  it('has a sealed thought as the block that it is, and shows nothing of one that another vendor keeps', () => {
    const sealed = part(0, { type: 'reasoning', text: '', providerData: { anthropic: { redacted: 'xyz' } } });
    expect(write([start, thought(0, ''), sealed]).slice(1)).toEqual([
      { type: 'content_block_start', index: 0, content_block: { type: 'redacted_thinking', data: 'xyz' } },
      { type: 'content_block_stop', index: 0 },
    ]);
    expect(contentOf([thought(0, ''), part(0, { type: 'reasoning', text: '' })])).toEqual([]);
  });

  it('names the sources of a text before its end', () => {
    const citation = { type: 'web_search_result_location', url: 'https://a.example', title: 'A', cited_text: 'x', encrypted_index: 'e' };
    const cited = part(0, { type: 'text', text: 'a', providerData: { anthropic: { citations: [citation] } } });
    const told = { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation } };
    expect(write([start, text(0, 'a'), cited])).toContainEqual(told);
    expect(write([start, cited])).toContainEqual(told);
  });

  it('streams calls whose ends are told only at the end, as in Chat Completions', () => {
    const parts = [text(0, 'a'), callStart(1), args(1, '{"x"'), args(1, ':1}'), callStart(2), args(2, '{}')];
    const written = write([start, ...parts]);
    expect(written.at(-1)).toEqual({ type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{}' } });
    const ends = [part(0, { type: 'text', text: 'a' }), call(1, { x: 1 }), call(2, {})];
    expect(contentOf([...parts, ...ends])).toMatchObject([{ text: 'a' }, { toolCallId: 'c1', arguments: { x: 1 } }, { toolCallId: 'c2', arguments: {} }]);
  });

  it('lets everything wait for a call that has only half of its arguments', () => {
    const parts = [callStart(0), args(0, '{"x"'), callStart(1), args(1, '{"y":'), text(2, 'b'), args(0, ':1}'), call(0, { x: 1 }), args(1, '2}'), call(1, { y: 2 }), part(2, { type: 'text', text: 'b' })];
    expect(contentOf(parts)).toMatchObject([{ arguments: { x: 1 } }, { arguments: { y: 2 } }, { text: 'b' }]);
  });

  it('gives a call without arguments an empty object', () => {
    expect(contentOf([callStart(0), callStart(1), call(0, {}), args(1, '{"a":1}'), call(1, { a: 1 })])).toMatchObject([
      { arguments: {} },
      { arguments: { a: 1 } },
    ]);
    expect(contentOf([callStart(0), call(0, {})])[0]).not.toHaveProperty('invalid');
    expect(write([start, callStart(0), call(0, {})])).toContainEqual({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{}' } });
  });

  it('tells a call that came whole in deltas, too', () => {
    expect(write([start, call(0, { a: 1 })]).slice(1)).toEqual([
      { type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'c0', name: 't', input: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":1}' } },
      { type: 'content_block_stop', index: 0 },
    ]);
  });

  it('says at the end what still waits for a call that was never complete', () => {
    expect(contentOf([callStart(0), args(0, '{"x"'), text(1, 'b')])).toMatchObject([{ invalid: '{"x"' }, { text: 'b' }]);
  });

  it('passes on arguments that are not JSON', () => {
    expect(contentOf([callStart(0), args(0, '{"a'), call(0, {}, { invalid: '{"a' })])).toMatchObject([{ invalid: '{"a' }]);
    expect(contentOf([call(0, {}, { invalid: '{"a' })])).toMatchObject([{ invalid: '{"a' }]);
  });

  it('waits with a call that the client did not offer until it is known who runs it', () => {
    const tools = [{ name: 't', parameters: { type: 'object' } }];
    const search: ContentPart = { type: 'tool-call', toolCallId: 'c0', toolName: 'web_search', arguments: { q: 'a' }, providerExecuted: true };
    const begun = [callStart(0, 'web_search'), args(0, '{"q":'), args(0, '"a"}')];
    expect(write([start, ...begun], { tools })).toHaveLength(1);
    expect(contentOf([...begun, part(0, search)], { tools })).toEqual([]);
    const ours = { ...search, providerData: { anthropic: { type: 'server_tool_use' } } };
    expect(contentOf([...begun, part(0, ours)], { tools })).toMatchObject([{ toolName: 'web_search', providerExecuted: true, arguments: { q: 'a' } }]);
    const { providerExecuted: _is, ...invented } = search;
    expect(contentOf([...begun, part(0, invented)], { tools })).toMatchObject([{ toolName: 'web_search', arguments: { q: 'a' } }]);
  });

  it('takes up a text again that another part has interrupted', () => {
    const parts = [text(0, 'a'), thought(1, 'b'), text(0, 'c'), part(0, { type: 'text', text: 'ac' }), part(1, { type: 'reasoning', text: 'b' })];
    expect(contentOf(parts)).toMatchObject([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
  });

  it('passes over what is empty and what it does not know', () => {
    expect(write([start, text(0, ''), { type: 'future', index: 3 } as never, part(4, { type: 'source', url: 'x' })])).toHaveLength(1);
  });

  it('keeps order and content, however the parts of an answer are mixed', () => {
    const kind = fc.constantFrom('text', 'reasoning', 'call');
    const arbitrary = fc.array(fc.tuple(kind, fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 })), { maxLength: 5 });
    fc.assert(
      fc.property(arbitrary, fc.infiniteStream(fc.nat(9)), (parts, order) => {
        const queues = parts.map(([type, pieces], index) => queueOf(type, pieces, index));
        const mixed: StreamPart[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const queue = queues[(order.next().value ?? 0) % queues.length];
          const next = queue?.shift();
          if (next) mixed.push(next);
          else mixed.push(...(queues.find((each) => each.length > 0)?.splice(0, 1) ?? []));
        }
        const content = contentOf(mixed);
        const joined = (type: string) => content.flatMap((each) => (each.type === type && 'text' in each ? each.text : [])).join('');
        for (const type of ['text', 'reasoning'] as const) {
          expect([...joined(type)].sort()).toEqual([...parts.flatMap(([of, pieces]) => (of === type ? pieces : [])).join('')].sort());
        }
        const calls = parts.flatMap(([of, pieces], index) => (of === 'call' ? [[`c${index}`, { pieces }]] : []));
        expect(Object.fromEntries(content.flatMap((each) => (each.type === 'tool-call' ? [[each.toolCallId, each.arguments]] : [])))).toEqual(Object.fromEntries(calls));
      }),
    );
  });
});

function queueOf(type: string, pieces: string[], index: number): StreamPart[] {
  if (type === 'text') return [...pieces.map((piece) => text(index, piece)), part(index, { type, text: pieces.join('') })];
  if (type === 'reasoning') return [...pieces.map((piece) => thought(index, piece)), part(index, { type, text: pieces.join('') })];
  const json = JSON.stringify({ pieces });
  return [callStart(index), args(index, json.slice(0, 5)), args(index, json.slice(5)), call(index, { pieces })];
}
