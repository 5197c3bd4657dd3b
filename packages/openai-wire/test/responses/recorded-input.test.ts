import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJSONObject, type FilePart, type JSONObject, type Message, type TextPart } from '@sdk/core';
import { describe, expect, it, test } from 'vitest';
import { decode, encode } from './run-responses.ts';

const folder = process.env['SDK_RECORDINGS'];

interface RecordedInput {
  id: string;
  model: string;
  input: JSONObject[];
}

/** The recorded conversations that hold an answer of the model's; none without SDK_RECORDINGS. */
function recordedInputs(): RecordedInput[] {
  if (!folder || !existsSync(folder)) return [];
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const index = read('INDEX') as { id: string; kind: string }[];
  return index
    .filter(({ kind }) => kind === 'responses')
    .map(({ id }) => ({ ...(read(id) as { request: { body: Omit<RecordedInput, 'id'> } }).request.body, id }))
    .filter(({ input }) => Array.isArray(input) && input.some(isModels));
}

/** Whether an item is something that the model gave. */
function isModels({ role, type }: JSONObject): boolean {
  return role === 'assistant' || (type !== undefined && type !== 'message' && type !== 'function_call_output');
}

/** A conversation as one of ours: what the model gave goes through the decoder, as it did when it came. */
function readInput({ input, model }: RecordedInput): Message[] {
  const messages: Message[] = [];
  let output: JSONObject[] = [];
  const flush = () => {
    if (output.length === 0) return;
    messages.push(decode({ status: 'completed', output }, { modelId: model }).message);
    output = [];
  };
  for (const item of input) {
    if (isModels(item)) output.push({ type: 'message', ...item });
    else {
      flush();
      messages.push(readItem(item));
    }
  }
  flush();
  return messages;
}

function readItem(item: JSONObject): Message {
  const { type, content } = item;
  if (type === 'function_call_output') {
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: item['call_id'] as string, result: item['output'] as string }] };
  }
  return { role: 'user', content: Array.isArray(content) ? content.filter(isJSONObject).map(readPart) : (content as string) };
}

function readPart(part: JSONObject): TextPart | FilePart {
  if (part['type'] === 'input_text') return { type: 'text', text: part['text'] as string };
  const url = (part['image_url'] ?? part['file_data']) as string;
  const [, mediaType = 'image/*', data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
  const filename = part['filename'];
  const named = typeof filename === 'string' ? { filename } : {};
  return data === undefined ? { type: 'file', mediaType, url } : { type: 'file', mediaType, data, ...named };
}

/** An item without what is never sent back: citations and probabilities of a text. */
function comparable(item: JSONObject): JSONObject {
  if (item['role'] !== 'assistant') return item;
  const content = (item['content'] as JSONObject[]).map(({ type, text }) => ({ type, text }));
  return { ...item, content };
}

const recorded = recordedInputs();

describe('recorded conversations', () => {
  if (!folder) test('are not played, since SDK_RECORDINGS does not name a folder', () => expect(recorded).toEqual([]));
  else test('are there', () => expect(recorded.length).toBeGreaterThan(0));

  for (const one of recorded) {
    it(`${one.id} is sent as it was: ids, seals and calls, each in its place`, () => {
      const { body, warnings } = encode({ messages: readInput(one) }, { modelId: one.model });
      expect((body['input'] as JSONObject[]).map(comparable)).toEqual(one.input.map(comparable));
      expect(warnings).toEqual([]);
    });
  }
});
