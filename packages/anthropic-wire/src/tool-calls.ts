import type { AssistantMessage, Message, ToolCallPart } from '@sdk/core';
import type { WireBlock } from './wire.ts';

const VALID = /^[a-zA-Z0-9_-]+$/;

/** A call of one of the user's tools. */
export interface SentCall {
  /** Its id on the wire. */
  id: string;
  /** Index of the turn that makes it. */
  turn: number;
  result?: WireBlock;
}

/**
 * Knows the calls of a conversation: gives each an id that the API takes and no other call has, and finds the call that a
 * result belongs to.
 */
export class ToolCalls {
  /** Ids that stay as they are. */
  readonly reserved = new Set<string>();
  readonly used = new Set<string>();
  /** Those without a result, by the id of the contract; the last one is meant. */
  readonly unanswered = new Map<string, SentCall[]>();
  /** The number that is tried next behind an id that is taken. */
  readonly nextNumbers = new Map<string, number>();

  constructor(messages: readonly Message[]) {
    for (const message of messages) {
      if (message.role !== 'assistant') continue;
      for (const { toolCallId } of callsIn(message)) if (VALID.test(toolCallId)) this.reserved.add(toolCallId);
    }
  }

  add({ toolCallId }: ToolCallPart, turn: number): SentCall {
    const call: SentCall = { id: this.freeId(toolCallId), turn };
    this.used.add(call.id);
    const known = this.unanswered.get(toolCallId);
    if (known) known.push(call);
    else this.unanswered.set(toolCallId, [call]);
    return call;
  }

  freeId(toolCallId: string): string {
    if (VALID.test(toolCallId) && !this.used.has(toolCallId)) return toolCallId;
    const base = toolCallId.replace(/[^a-zA-Z0-9_-]/g, '_') || 'call';
    let next = this.nextNumbers.get(base) ?? 2;
    let id = next === 2 ? base : `${base}_${next++}`;
    while (this.used.has(id) || this.reserved.has(id)) id = `${base}_${next++}`;
    this.nextNumbers.set(base, next);
    return id;
  }

  /** The call that a result with this id answers, which then has one: the last one made so far that has none. */
  answer(toolCallId: string): SentCall | undefined {
    return this.unanswered.get(toolCallId)?.pop();
  }
}

function callsIn({ content }: AssistantMessage): ToolCallPart[] {
  if (typeof content === 'string') return [];
  return content.filter((part) => part.type === 'tool-call').filter((part) => !part.providerExecuted);
}
