import { createToolCallId } from '@sdk/http';
import type { AnswerReader, WireChoice, WireCompletion, WireMessage, WireToolCall } from '@sdk/openai-wire';

/** How the calls begin that the server of mid-2025 read and yet left in the text. */
const CALL_TAGS = /<tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>|<｜tool▁calls▁begin｜>/;

/** The place of a call in its answer, where newer servers write `call_…`. */
const OLD_ID = /^\d+$/;

/**
 * Makes the reader of what servers of mid-2025 write, for one answer: answers whose id is a number, calls whose id is their
 * place in the answer, calls that stand in the text as well, and a finish reason on every piece of a call.
 *
 * @param cutCalls Whether calls that the server has read are taken out of the text.
 * @see https://github.com/ModelTC/lightllm (api_openai.py at 37e5071, read 2026-11-21)
 */
export function createOldAnswerReader(cutCalls: boolean): AnswerReader {
  return new OldAnswerReader(cutCalls);
}

/** A class, because every answer makes one. */
class OldAnswerReader implements AnswerReader {
  readonly cutCalls: boolean;
  answer = '';
  /** Calls with ids of the old kind, by id; most answers have none. */
  calls: Map<string, OldCall> | undefined = undefined;

  constructor(cutCalls: boolean) {
    this.cutCalls = cutCalls;
  }

  readCompletion(received: WireCompletion): WireCompletion {
    const completion = typeof received.id === 'number' ? { ...received, id: String(received.id) } : received;
    if (completion.id) this.answer = completion.id;
    const choice = completion.choices?.[0];
    if (!choice || !(choice.delta ?? choice.message)?.tool_calls?.length) return completion;
    return { ...completion, choices: [this.readChoice(choice)] };
  }

  read(message: WireMessage): WireMessage {
    return message;
  }

  end(): Record<never, never> {
    return {};
  }

  readChoice(choice: WireChoice): WireChoice {
    if (choice.message) return { ...choice, message: this.readMessage(choice.message) };
    const delta = this.readMessage(choice.delta as WireMessage);
    // It comes with every piece, so that it ends nothing while a call is not whole.
    const isOver = choice.finish_reason !== 'function_call' || [...(this.calls?.values() ?? [])].every(isWhole);
    return { ...choice, delta, finish_reason: isOver ? (choice.finish_reason ?? null) : null };
  }

  readMessage(message: WireMessage): WireMessage {
    const read = { ...message, tool_calls: message.tool_calls?.map((call) => this.readCall(call)) ?? null };
    if (this.cutCalls && typeof read.content === 'string') read.content = textBeforeCalls(read.content);
    return read;
  }

  readCall(call: WireToolCall): WireToolCall {
    const id = call.id ?? '';
    if (!OLD_ID.test(id)) return call;
    this.calls ??= new Map();
    let known = this.calls.get(id);
    if (!known) this.calls.set(id, (known = { id: createToolCallId(this.answer, Number(id)), written: '' }));
    const args = call.function?.arguments;
    known.written += typeof args === 'string' ? args : '{}';
    return { ...call, id: known.id };
  }
}

/** A call, and the JSON text of its arguments so far. */
interface OldCall {
  id: string;
  written: string;
}

function isWhole({ written }: OldCall): boolean {
  if (!written.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(written);
    return true;
  } catch {
    return false;
  }
}

/** What stands before the first call. Tags among the thoughts are none. */
function textBeforeCalls(content: string): string {
  const answerAt = Math.max(content.lastIndexOf('</think>'), 0);
  const at = content.slice(answerAt).search(CALL_TAGS);
  return at < 0 ? content : content.slice(0, answerAt + at).trimEnd();
}
