/**
 * Answers of the Responses API, whole and in events.
 *
 * Written from documentation: OpenAI's OpenAPI description and openai-node 7 (August 2026), read 2026-11-20; the order of
 * events and what they repeat from recorded traffic of July and August 2026. Nothing here is recorded traffic itself.
 */

/** An item of `output`. */
export interface OutputItem {
  type: string;
  id?: string;
  [field: string]: unknown;
}

const IDENTITY = { id: 'resp_0a9xyz', object: 'response', created_at: 1_763_600_000, model: 'gpt-5-2025-08-07' };
const USAGE = {
  input_tokens: 26,
  input_tokens_details: { cached_tokens: 10, cache_write_tokens: 4 },
  output_tokens: 12,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 38,
};

/** What the usage of all answers must be read as. */
export const READ_USAGE = {
  inputTokens: 26,
  cachedInputTokens: 10,
  cacheWriteTokens: 4,
  outputTokens: 12,
  reasoningTokens: 5,
  totalTokens: 38,
};

/** A response with this output; `more` is whatever else it says. */
export function response(output: readonly OutputItem[], more: object = {}): object {
  return { ...IDENTITY, status: 'completed', error: null, incomplete_details: null, output, usage: USAGE, ...more };
}

/** A whole answer. */
export function wholeResponse(output: readonly OutputItem[], more: object = {}): string {
  return JSON.stringify(response(output, more));
}

/** One event, named as its `type`. */
export function event(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...fields })}\n\n`;
}

/** The event with which every stream begins. */
export const CREATED: string = event('response.created', { response: response([], { status: 'in_progress', usage: null }) });

/** The last event, which repeats the output. */
export function completed(output: readonly OutputItem[], more: object = {}): string {
  return event('response.completed', { response: response(output, more) });
}

/** An item is announced, or all of it has come. */
export function added(item: OutputItem, output_index: number): string {
  return event('response.output_item.added', { item, output_index });
}

/** All of an item has come. */
export function done(item: OutputItem, output_index: number): string {
  return event('response.output_item.done', { item, output_index });
}

/** Where an event belongs: to the n-th item, and there to its first part. */
const at = ({ id }: OutputItem, output_index: number) => ({ item_id: id, output_index, content_index: 0 });

/** More text of a message. */
export function textDelta(item: OutputItem, index: number, delta: string | null): string {
  return event('response.output_text.delta', { ...at(item, index), delta, logprobs: [], obfuscation: 'x7' });
}

/** A message in one text. */
export function message(text: string, more: object = {}): OutputItem {
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }];
  return { type: 'message', id: 'msg_0a1', status: 'completed', role: 'assistant', content, ...more };
}

/** The events of a message, whose text comes in these pieces. */
export function messageEvents(item: OutputItem, index: number, pieces: readonly string[]): string[] {
  const part = (item['content'] as object[])[0];
  const place = at(item, index);
  return [
    added({ ...item, status: 'in_progress', content: [] }, index),
    event('response.content_part.added', { ...place, part: { ...part, text: '' } }),
    ...pieces.map((piece) => textDelta(item, index, piece)),
    event('response.output_text.done', { ...place, text: pieces.join(''), logprobs: [] }),
    event('response.content_part.done', { ...place, part }),
    done(item, index),
  ];
}

/** A call of a function. */
export function call(callId: string, name: string, args: string): OutputItem {
  return { type: 'function_call', id: `fc_${callId}`, call_id: callId, name, arguments: args, status: 'completed' };
}

/** The events of a call, whose arguments come in these pieces. */
export function callEvents(item: OutputItem, index: number, pieces: readonly string[]): string[] {
  const place = { item_id: item.id, output_index: index };
  return [
    added({ ...item, arguments: '', status: 'in_progress' }, index),
    ...pieces.map((delta) => event('response.function_call_arguments.delta', { ...place, delta })),
    event('response.function_call_arguments.done', { ...place, arguments: pieces.join('') }),
    done(item, index),
  ];
}

/** Thoughts: their summary, and all of them under a seal. */
export function reasoning(...summary: string[]): OutputItem {
  const texts = summary.map((text) => ({ type: 'summary_text', text }));
  return { type: 'reasoning', id: 'rs_0a0', summary: texts, encrypted_content: 'gAAAAABsealed_0123456789==' };
}

/** The events of thoughts, whose only summary comes in these pieces. */
export function reasoningEvents(item: OutputItem, index: number, pieces: readonly string[]): string[] {
  const place = { item_id: item.id, output_index: index, summary_index: 0 };
  const text = pieces.join('');
  return [
    added({ ...item, summary: [], encrypted_content: 'gAAAAABunfinished' }, index),
    event('response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } }),
    ...pieces.map((delta) => event('response.reasoning_summary_text.delta', { ...place, delta })),
    event('response.reasoning_summary_text.done', { ...place, text }),
    event('response.reasoning_summary_part.done', { ...place, part: { type: 'summary_text', text } }),
    done(item, index),
  ];
}
