/**
 * An id for a tool call that came without one: the same for the same answer, so that both ways of reading it agree;
 * different for every answer, so that it stays unique in a conversation.
 *
 * @param answer What the vendor calls the answer: its id, or its date. `''` where it says neither.
 * @param n Which call of the answer, from 0.
 */
export function createToolCallId(answer: string, n: number): string {
  const tail = answer.replace(/[^a-zA-Z0-9]/g, '').slice(-20);
  return `call_${n}_${tail || crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
}
