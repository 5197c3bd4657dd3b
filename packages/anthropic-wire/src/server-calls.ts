import { isServerCall, isServerResult, type WireMessage } from './wire.ts';

/**
 * Leaves out calls of the vendor's tools that never got a result, and results whose call is not there: the API refuses
 * both. A call of the turn that goes on may still get its result.
 *
 * @param endsWithAssistant Whether the last turn is the assistant's, which then goes on.
 */
export function dropOpenServerCalls(wire: WireMessage[], endsWithAssistant: boolean): void {
  const called = new Set<unknown>();
  const answered = new Set<unknown>();
  for (const message of wire) {
    message.content = message.content.filter((block) => {
      if (isServerCall(block.type)) called.add(block['id']);
      if (!isServerResult(block.type)) return true;
      const isKept = called.has(block['tool_use_id']);
      if (isKept) answered.add(block['tool_use_id']);
      return isKept;
    });
  }
  const goesOnFrom = beginOfTurn(wire, endsWithAssistant);
  wire.forEach((message, at) => {
    if (at >= goesOnFrom) return;
    message.content = message.content.filter(({ type, id }) => !isServerCall(type) || answered.has(id));
  });
}

/** Where the assistant's turn begins that the answer goes on with. */
function beginOfTurn(wire: readonly WireMessage[], endsWithAssistant: boolean): number {
  let at = wire.length;
  if (!endsWithAssistant && !isOnlyResults(wire.at(-1))) return at;
  while (at > 0 && (wire[at - 1]?.role === 'assistant' || isOnlyResults(wire[at - 1]))) at--;
  return at;
}

function isOnlyResults(message: WireMessage | undefined): boolean {
  return message?.role === 'user' && message.content.every(({ type }) => type === 'tool_result');
}
