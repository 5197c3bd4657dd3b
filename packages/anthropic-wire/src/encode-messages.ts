import type { CacheHint, JSONObject, Message } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { Conversation, type Turn } from './conversation.ts';
import { ownData } from './encode-parts.ts';
import { dropOpenServerCalls } from './server-calls.ts';
import { isThinking, type WireBlock, type WireMessage } from './wire.ts';

/** Stands where the API wants a message of the user and there is none. */
const NO_MESSAGE = '(no message)';
const NO_RESULT = 'This tool was not run; there is no result.';

/** A conversation in the order that the API demands. */
export interface EncodedMessages {
  system: WireBlock[];
  messages: WireMessage[];
  /** Whether the model is to continue a text of its own. */
  isPrefill: boolean;
  /** Whether the assistant's turn goes on that began without a thought. */
  goesOnWithoutThought: boolean;
  /** The container of the turn that goes on. */
  container?: string;
}

/**
 * A conversation as the API takes it. Neighbours of one role are joined; results of tools stand first in the turn after
 * their calls, and calls without one get one that says so; the user has the first word; texts without content are left out.
 *
 * @param hints Takes the cache hints of what is sent.
 */
export function encodeMessages(messages: readonly Message[], context: EncodeContext, hints: Map<JSONObject, CacheHint>): EncodedMessages {
  const conversation = new Conversation(messages, context, hints);
  const last = messages.at(-1);
  const isPaused = last?.role === 'assistant' && ownData(last)?.['stop_reason'] === 'pause_turn';
  const wire = joinTurns(conversation);
  dropOpenServerCalls(wire, conversation.turns.at(-1)?.role === 'assistant');
  const kept = joinNeighbours(wire.map(withoutIdleEnd));
  settleEnd(kept);
  if (kept[0]?.role !== 'user') {
    if (kept.length === 0 && conversation.system.length === 0) context.invalid('messages holds nothing that can be sent.');
    conversation.warn('adjusted', `The API wants a message of the user first; "${NO_MESSAGE}" was put there.`);
    kept.unshift({ role: 'user', content: [{ type: 'text', text: NO_MESSAGE }] });
  }
  const end = kept.at(-1)?.content.at(-1);
  const isPrefill = kept.at(-1)?.role === 'assistant' && !isPaused && end?.type === 'text';
  const container = containerOf(messages);
  return {
    system: conversation.system,
    messages: kept,
    isPrefill,
    goesOnWithoutThought: goesOnWithoutThought(kept),
    ...(container === undefined ? {} : { container }),
  };
}

/** Puts the results of its calls behind each turn. */
function joinTurns(conversation: Conversation): WireMessage[] {
  const wire: WireMessage[] = [];
  let results: WireBlock[] = [];
  for (const turn of conversation.turns) {
    wire.push({ role: turn.role, content: [...results, ...turn.blocks] });
    results = resultsOf(turn, conversation);
  }
  if (results.length > 0) wire.push({ role: 'user', content: results });
  return wire;
}

function resultsOf({ calls }: Turn, conversation: Conversation): WireBlock[] {
  return calls.map(({ id, result }) => {
    if (result) return result;
    conversation.warn('adjusted', `Calls of tools without a result got one: "${NO_RESULT}"`);
    return { type: 'tool_result', tool_use_id: id, content: NO_RESULT, is_error: true };
  });
}

/** The API refuses a message that ends with a thought, and one of nothing but white space. */
function withoutIdleEnd({ role, content }: WireMessage): WireMessage {
  if (role === 'user') return { role, content };
  const end = content.findLastIndex((block) => !isThinking(block)) + 1;
  return { role, content: content.slice(0, end).every(isIdle) ? [] : content.slice(0, end) };
}

/** Nothing that could be gone on from: a thought, or white space. */
function isIdle(block: WireBlock): boolean {
  return isThinking(block) || (block.type === 'text' && typeof block['text'] === 'string' && block['text'].trim() === '');
}

function joinNeighbours(wire: readonly WireMessage[]): WireMessage[] {
  const joined: WireMessage[] = [];
  for (const { role, content } of wire) {
    if (content.length === 0) continue;
    const last = joined.at(-1);
    if (last?.role === role) for (const block of content) last.content.push(block);
    else joined.push({ role, content });
  }
  return joined;
}

/** The API refuses white space at the end of a text that is to be continued. */
function settleEnd(wire: WireMessage[]): void {
  const last = wire.at(-1);
  if (last?.role === 'assistant') last.content = last.content.slice(0, last.content.findLastIndex((block) => !isIdle(block)) + 1);
  const end = last?.content.at(-1);
  if (last?.role === 'assistant' && end?.type === 'text' && typeof end['text'] === 'string') end['text'] = end['text'].trimEnd();
}

/** A turn that thinks by a budget must have begun so; only results of tools interrupt a turn. */
function goesOnWithoutThought(wire: readonly WireMessage[]): boolean {
  let first: WireMessage | undefined;
  for (const message of wire.toReversed()) {
    if (message.role === 'assistant') first = message;
    else if (!message.content.some(({ type }) => type === 'tool_result')) break;
  }
  const [block] = first?.content ?? [];
  return block !== undefined && !isThinking(block);
}

/** A turn that goes on does so in the container that it began in. */
function containerOf(messages: readonly Message[]): string | undefined {
  const last = messages.findLast(({ role }) => role !== 'tool');
  const container = last?.role === 'assistant' ? ownData(last)?.['container'] : undefined;
  const id = typeof container === 'object' && container !== null && !Array.isArray(container) ? container['id'] : container;
  return typeof id === 'string' ? id : undefined;
}
