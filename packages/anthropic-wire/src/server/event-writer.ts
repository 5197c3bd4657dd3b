import { isJSONObject, type CompletePart, type ContentPart, type FinishPart, type StreamPart, type Tool, type ToolCallPart } from '@sdk/core';
import type { WireBlock } from '../wire.ts';
import type { MessageDelta, MessageEvent, MessageIdentity } from './answer.ts';
import { isSealed, ownData, signatureOf, writeBlock } from './write-block.ts';
import { writeStop, writeUsage } from './write-stop.ts';

/** How a streamed answer is written. */
export interface EventWriterOptions extends MessageIdentity {
  /**
   * The tools of the call. With them, a call of something that the client did not offer is held back until it is known
   * whether the vendor runs it itself. @default every call is written as it comes
   */
  tools?: readonly Tool[];
}

/** Writes one streamed answer. */
export interface EventWriter {
  /** The events that a part becomes. The parts must come in the order of the contract. */
  write(part: StreamPart): MessageEvent[];
}

/**
 * Makes a writer of the events of a streamed message.
 *
 * Blocks are numbered from 0 and stand one after the other, as Anthropic's do: a text or a thought ends where another part
 * begins; what comes while a call has only half of its arguments waits for the rest. Signatures and citations come before
 * the end of their block. What the wire has no place for is left out, as in `writeMessage`. Input tokens are known at the
 * end, in `message_delta`. A stream that fails ends without `message_stop`: what follows is the host's to say.
 */
export function createEventWriter(options: EventWriterOptions): EventWriter {
  return new Writer(options);
}

const NONE: MessageEvent[] = [];

/** No part has this index. */
const NOWHERE = -1;

type Deltas = Extract<StreamPart, { delta: string }>;

/** A class, because every stream makes one, and every delta goes through it. */
class Writer implements EventWriter {
  readonly options: EventWriterOptions;
  /** Names of the client's own tools; `undefined` where all calls are taken for the client's. */
  readonly functions: Set<string> | undefined;
  opened = false;
  /** Number of the latest block. */
  block = -1;
  /** The index of the part whose block is open. */
  openIndex = NOWHERE;
  openType: 'text' | 'thinking' | 'tool_use' = 'text';
  /** Of the open call. */
  argumentsText = '';
  /** Indices with a block. */
  readonly written = new Set<number>();
  /** What came while a call had only half of its arguments. */
  waiting: StreamPart[] = [];

  constructor(options: EventWriterOptions) {
    this.options = options;
    this.functions = options.tools && new Set(options.tools.flatMap((tool) => (tool.type === 'provider' ? [] : [tool.name])));
  }

  write(part: StreamPart): MessageEvent[] {
    if ('index' in part && part.index !== this.openIndex && this.mustWait(part)) return NONE;
    switch (part.type) {
      case 'text-delta':
        return this.text(part);
      case 'reasoning-delta':
        return this.thinking(part);
      case 'tool-call-delta':
        return this.callArguments(part.index, part.delta);
      case 'tool-call-start':
        if (this.functions && !this.functions.has(part.toolName)) return NONE;
        return this.begin(part.index, 'tool_use', { type: 'tool_use', id: part.toolCallId, name: part.toolName, input: {} });
      case 'part':
        return this.complete(part);
      case 'start':
        return this.opened ? NONE : this.open();
      case 'finish':
        return this.finish(part);
      default:
        return NONE; // a kind of a later version
    }
  }

  /** Calls that others begin after may not be marked complete before the end, so that their text has to say it. */
  mustWait(part: StreamPart): boolean {
    if (this.openIndex === NOWHERE || this.openType !== 'tool_use') return false;
    if (this.waiting.length === 0 && isComplete(this.argumentsText)) return false;
    this.waiting.push(part);
    return true;
  }

  text({ index, delta }: Deltas): MessageEvent[] {
    if (delta === '') return NONE;
    if (index === this.openIndex) return [this.delta({ type: 'text_delta', text: delta })];
    const events = this.begin(index, 'text', { type: 'text', text: '' });
    events.push(this.delta({ type: 'text_delta', text: delta }));
    return events;
  }

  /** Thoughts that are kept secret begin with nothing, and may turn out to be sealed. */
  thinking({ index, delta }: Deltas): MessageEvent[] {
    if (delta === '') return NONE;
    if (index === this.openIndex) return [this.delta({ type: 'thinking_delta', thinking: delta })];
    const events = this.begin(index, 'thinking', { type: 'thinking', thinking: '', signature: '' });
    events.push(this.delta({ type: 'thinking_delta', thinking: delta }));
    return events;
  }

  callArguments(index: number, delta: string): MessageEvent[] {
    if (index !== this.openIndex || delta === '') return NONE;
    this.argumentsText += delta;
    return [this.delta({ type: 'input_json_delta', partial_json: delta })];
  }

  complete({ index, part }: CompletePart): MessageEvent[] {
    if (index !== this.openIndex) return this.written.has(index) ? NONE : this.whole(index, part);
    const events = this.ending(part);
    events.push(...this.close());
    return this.flush(events);
  }

  /** What is known of a part only at its end. */
  ending(part: ContentPart): MessageEvent[] {
    if (part.type === 'tool-call' && this.argumentsText === '') return [this.delta({ type: 'input_json_delta', partial_json: argumentsOf(part) })];
    if (part.type === 'reasoning' && signatureOf(part) !== '') return [this.delta({ type: 'signature_delta', signature: signatureOf(part) })];
    const citations = part.type === 'text' ? ownData(part)?.['citations'] : undefined;
    if (!Array.isArray(citations)) return [];
    return citations.filter(isJSONObject).map((citation) => this.delta({ type: 'citations_delta', citation }));
  }

  /** A part that came at once. */
  whole(index: number, part: ContentPart): MessageEvent[] {
    const block = writeBlock(part);
    if (!block) return NONE;
    const events = this.begin(index, 'text', shellOf(block, part));
    if (part.type === 'text') events.push(this.delta({ type: 'text_delta', text: part.text }));
    else if (part.type === 'reasoning' && part.text !== '') events.push(this.delta({ type: 'thinking_delta', thinking: part.text }));
    else if (part.type === 'tool-call') events.push(this.delta({ type: 'input_json_delta', partial_json: argumentsOf(part) }));
    if (part.type !== 'tool-call') events.push(...this.ending(part));
    events.push(...this.close());
    return events;
  }

  finish({ finishReason, providerData, usage }: FinishPart): MessageEvent[] {
    const events = this.opened ? [] : this.open();
    events.push(...this.close());
    const all = this.flush(events);
    all.push(...this.close(), { type: 'message_delta', delta: writeStop(finishReason, providerData), usage: writeUsage(usage) }, { type: 'message_stop' });
    return all;
  }

  open(): MessageEvent[] {
    this.opened = true;
    const { id, model } = this.options;
    const stop = { stop_reason: null, stop_sequence: null };
    return [{ type: 'message_start', message: { id, type: 'message', role: 'assistant', model, content: [], ...stop, usage: writeUsage({}) } }];
  }

  begin(index: number, type: Writer['openType'], shell: WireBlock): MessageEvent[] {
    const events = this.opened ? this.close() : this.open();
    this.openIndex = index;
    this.openType = type;
    this.argumentsText = '';
    this.block++;
    this.written.add(index);
    events.push({ type: 'content_block_start', index: this.block, content_block: shell });
    return events;
  }

  close(): MessageEvent[] {
    if (this.openIndex === NOWHERE) return [];
    this.openIndex = NOWHERE;
    return [{ type: 'content_block_stop', index: this.block }];
  }

  /** Writes what has waited. Some of it may have to wait again. */
  flush(events: MessageEvent[]): MessageEvent[] {
    const { waiting } = this;
    if (waiting.length === 0) return events;
    this.waiting = [];
    for (const part of waiting) events.push(...this.write(part));
    return events;
  }

  delta(delta: MessageDelta): MessageEvent {
    return { type: 'content_block_delta', index: this.block, delta };
  }
}

/** A block as it begins: what comes in deltas is not in it yet. */
function shellOf(block: WireBlock, part: ContentPart): WireBlock {
  if (part.type === 'text') return { type: 'text', text: '' };
  if (part.type === 'tool-call') return { ...block, input: {} };
  if (part.type === 'reasoning' && !isSealed(part)) return { type: 'thinking', thinking: '', signature: '' };
  return block;
}

function argumentsOf({ arguments: args, invalid }: ToolCallPart): string {
  return invalid ?? JSON.stringify(args);
}

function isComplete(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
