import type { Annotated, AssistantMessage, CacheHint, ContentPart, JSONObject, Message, TextPart, ToolMessage, UserMessage } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { encodeExecuted, encodeFile, encodeOpaque, encodeReasoning, encodeResult, encodeText, encodeToolCall, encodeWords, isWithin } from './encode-parts.ts';
import { ToolCalls, type SentCall } from './tool-calls.ts';
import { isThinking, type WireBlock } from './wire.ts';

/** Everything that one side says before the other does. */
export interface Turn {
  role: 'user' | 'assistant';
  blocks: WireBlock[];
  /** Of the assistant: the calls that the next turn must answer. */
  calls: SentCall[];
}

/** A conversation as the API knows it: instructions above it, and two sides that take turns. */
export class Conversation {
  readonly context: EncodeContext;
  readonly toolCalls: ToolCalls;
  readonly hints: Map<JSONObject, CacheHint>;
  readonly system: WireBlock[] = [];
  readonly turns: Turn[] = [];
  readonly warned = new Set<string>();

  constructor(messages: readonly Message[], context: EncodeContext, hints: Map<JSONObject, CacheHint>) {
    this.context = context;
    this.hints = hints;
    this.toolCalls = new ToolCalls(messages);
    messages.forEach((message, index) => this.add(message, index));
  }

  add(message: Message, index: number): void {
    const blocks: WireBlock[] = [];
    if (message.role === 'system') this.addSystem(partsOf(message.content), blocks);
    else if (message.role === 'user') this.addUser(partsOf(message.content), blocks);
    else if (message.role === 'assistant') this.addAssistant(partsOf(message.content), blocks);
    else this.addResults(message, index, blocks);
    const last = message.cache && blocks.findLast((block) => !isThinking(block));
    if (last && message.cache) this.hints.set(last, message.cache);
  }

  addSystem(parts: readonly TextPart[], blocks: WireBlock[]): void {
    for (const part of parts) this.keep(part, encodeText(part), blocks);
    if (blocks.length > 0 && this.turns.length > 0) {
      this.warn('adjusted', 'A system message in the middle of the conversation is sent above it, with the others.');
    }
    for (const block of blocks) this.system.push(block);
  }

  addUser(parts: readonly Exclude<UserMessage['content'], string>[number][], blocks: WireBlock[]): void {
    for (const part of parts) this.keep(part, this.encodeUserPart(part), blocks);
    this.addBlocks('user', blocks);
  }

  encodeUserPart(part: Exclude<UserMessage['content'], string>[number]): WireBlock | undefined {
    const whole = encodeOpaque(part);
    if (whole || isWithin(part)) return whole;
    if (part.type === 'text') return encodeText(part);
    return part.type === 'file' ? encodeFile(part, this.context) : undefined;
  }

  /** One by one: a spread would put all on the stack, which has an end. */
  addBlocks(role: Turn['role'], blocks: readonly WireBlock[]): void {
    if (blocks.length === 0) return;
    const turn = this.turnOf(role);
    for (const block of blocks) turn.blocks.push(block);
  }

  addAssistant(parts: readonly Exclude<AssistantMessage['content'], string>[number][], blocks: WireBlock[]): void {
    for (const part of parts) this.keep(part, this.encodeAssistantPart(part), blocks);
    this.addBlocks('assistant', blocks);
  }

  encodeAssistantPart(part: ContentPart): WireBlock | undefined {
    switch (part.type) {
      case 'text':
        return encodeWords(part);
      case 'reasoning':
        return encodeReasoning(part, this.context);
      case 'opaque':
        return encodeOpaque(part);
      case 'tool-result':
        return encodeExecuted(part);
      case 'tool-call':
        return part.providerExecuted ? encodeExecuted(part) : encodeToolCall(part, this.callOf(part).id);
      case 'file':
        this.warn('unsupported', 'A file in a message of the assistant is left out; the API has no place for it.');
        return undefined;
      default: // sources are not sent back
        return undefined;
    }
  }

  callOf(part: Extract<ContentPart, { type: 'tool-call' }>): SentCall {
    const turn = this.turnOf('assistant');
    const call = this.toolCalls.add(part, this.turns.length - 1);
    turn.calls.push(call);
    return call;
  }

  /** A result goes right behind the turn that made its call, wherever it stands: the API takes it nowhere else. */
  addResults({ content }: ToolMessage, index: number, blocks: WireBlock[]): void {
    content.forEach((part, at) => {
      if (part.providerExecuted) return;
      const call = this.toolCalls.answer(part.toolCallId);
      if (!call) {
        const id = JSON.stringify(part.toolCallId);
        return this.context.invalid(`messages[${index}].content[${at}] is the result of a tool call ${id} that no earlier message makes and leaves without a result.`);
      }
      call.result = encodeResult(part, call.id, this.context);
      const cache = part.cache ?? cacheWithin(part);
      this.keep(cache ? { cache } : {}, call.result, blocks);
      if (call.turn === this.turns.length - 1) this.turnOf('user');
    });
  }

  keep({ cache }: Annotated, block: WireBlock | undefined, blocks: WireBlock[]): void {
    if (!block) return;
    blocks.push(block);
    if (cache && !isThinking(block)) this.hints.set(block, cache);
  }

  /** The turn that goes on, or a new one. */
  turnOf(role: Turn['role']): Turn {
    const last = this.turns.at(-1);
    if (last?.role === role) return last;
    const turn: Turn = { role, blocks: [], calls: [] };
    this.turns.push(turn);
    return turn;
  }

  /** Says once that something is sent differently. */
  warn(kind: 'adjusted' | 'unsupported', message: string): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.context.warn({ kind, option: 'messages', message });
  }
}

function partsOf<Part>(content: string | Part[]): (Part | TextPart)[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** What stands inside a result cannot be marked itself. */
function cacheWithin({ content }: ToolMessage['content'][number]): CacheHint | undefined {
  return content?.findLast(({ cache }) => cache)?.cache;
}
