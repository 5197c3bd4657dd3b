/**
 * Answers of the Responses API, whole and in events.
 *
 * Written from documentation: OpenAI's OpenAPI description and openai-node 7 (August 2026), read 2026-11-20. Nothing here
 * is recorded traffic.
 */
import type { WireItem } from '../../src/responses/index.ts';

/** A whole answer. */
export function whole(output: object[], more: object = {}): object {
  return { id: 'resp_1', model: 'gpt-5-2025-08-07', status: 'completed', error: null, output, ...more };
}

/** One event, named as its `type`. */
export function frame(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

export const CREATED = frame('response.created', { response: { id: 'resp_1', model: 'gpt-5', status: 'in_progress' } });

export const added = (item: object, output_index: number) => frame('response.output_item.added', { item, output_index });
export const done = (item: object, output_index: number) => frame('response.output_item.done', { item, output_index });
export const completed = (output: object[] = [], more: object = {}) => frame('response.completed', { response: whole(output, more) });
export const text = (delta: string, place: object = {}) => frame('response.output_text.delta', { output_index: 0, content_index: 0, delta, ...place });

/** Items that are announced, and then all there. */
export function streamed(output: object[]): string[] {
  return [CREATED, ...output.flatMap((item, index) => [added({ ...item, content: [], status: 'in_progress' }, index), done(item, index)]), completed(output)];
}

export function message(words: string, more: object = {}): WireItem {
  return { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: words, annotations: [], ...more }] };
}

export const sealed: WireItem = { type: 'reasoning', id: 'rs_1', summary: [], content: [], encrypted_content: 'gAAA' };
