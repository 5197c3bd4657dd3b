import { isJSONObject, type ContentPart, type JSONObject, type JSONValue, type Message, type ToolResultPart, type UserMessage } from '@sdk/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { checkRequest } from './check-request.ts';
import { contentsOf, encoded } from './support.ts';

const folder = process.env['SDK_RECORDINGS'];

type Part = Record<string, JSONObject | string | boolean | undefined>;

/** Recorded clients write some fields in snake case, which the vendor takes, too. */
function camelCase(value: JSONValue | undefined): JSONValue | undefined {
  if (Array.isArray(value)) return value.map((one) => camelCase(one) as JSONValue);
  if (!isJSONObject(value)) return value;
  const keys = ['function_call', 'function_response', 'inline_data', 'mime_type', 'thought_signature'];
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [keys.includes(key) ? key.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()) : key, camelCase(one)]),
  );
}

/** What somebody who uses this package would have had in hand to make such a request. */
function readMessages(contents: { role: string; parts: Part[] }[]): Message[] {
  const messages: Message[] = [];
  let ids: string[] = [];
  for (const { role, parts } of contents) {
    if (role === 'model') {
      ids = [];
      messages.push({ role: 'assistant', content: parts.map((part, at) => readModelPart(part, `made_up_${messages.length}_${at}`, ids)) });
      continue;
    }
    const results = parts.filter((part) => part['functionResponse']);
    if (results.length > 0) messages.push({ role: 'tool', content: results.map((part, at) => readResult(part['functionResponse'] as JSONObject, ids[at] ?? 'lost')) });
    const others = parts.filter((part) => !part['functionResponse']);
    if (others.length > 0) messages.push({ role: 'user', content: others.map(readUserPart) });
  }
  return messages;
}

function readModelPart(part: Part, madeUp: string, ids: string[]): ContentPart {
  const { thoughtSignature, text, thought, functionCall } = part;
  const own: JSONObject = typeof thoughtSignature === 'string' ? { thoughtSignature } : {};
  if (isJSONObject(functionCall)) {
    const { id, name, args } = functionCall;
    if (typeof id === 'string') own['id'] = id;
    const toolCallId = typeof id === 'string' ? id : madeUp;
    ids.push(toolCallId);
    return { type: 'tool-call', toolCallId, toolName: name as string, arguments: args as JSONObject, providerData: { gemini: own } };
  }
  if (thought) return { type: 'reasoning', text: typeof text === 'string' ? text : '', providerData: { gemini: own } };
  if (typeof text === 'string') return { type: 'text', text, providerData: { gemini: own } };
  return { type: 'opaque', name: Object.keys(part)[0]!, providerData: { gemini: { part: part as JSONValue } } };
}

function readResult({ response, parts }: JSONObject, toolCallId: string): ToolResultPart {
  const files = Array.isArray(parts) ? parts.map((part) => readUserPart(part as Part) as NonNullable<ToolResultPart['content']>[number]) : undefined;
  return { type: 'tool-result', toolCallId, result: response!, ...(files ? { content: files } : {}) };
}

function readUserPart({ text, inlineData }: Part): Exclude<UserMessage['content'], string>[number] {
  if (typeof text === 'string') return { type: 'text', text };
  const { mimeType, data } = inlineData as JSONObject;
  return { type: 'file', mediaType: mimeType as string, data: data as string };
}

/** What must come back as it was: what was signed, and what had an id. */
function sealed(contents: { role: string; parts: Part[] }[]): unknown[] {
  return contents.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      const { thoughtSignature, functionCall, functionResponse } = part as Record<string, JSONObject | undefined>;
      const id = functionCall?.['id'] ?? functionResponse?.['id'];
      if (thoughtSignature === undefined && id === undefined && !functionCall) return [];
      const kind = Object.keys(part).find((key) => !['thoughtSignature', 'thought', 'text'].includes(key)) ?? 'text';
      return [{ kind, thought: part['thought'] ?? false, text: part['text'] ?? '', thoughtSignature, id, name: functionCall?.['name'], args: functionCall?.['args'] }];
    }),
  );
}

const files = folder && existsSync(folder) ? readdirSync(folder).filter((file) => /^(?:gemini|vertexai)-.*\.json$/.test(file)) : [];
const requests = files.flatMap((file) => {
  const { id, model, kind, request } = JSON.parse(readFileSync(join(folder!, file), 'utf8')) as { id: string; model: string; kind: string; request: { body?: { contents?: JSONValue } } };
  const contents = camelCase(request.body?.contents) as { role: string; parts: Part[] }[] | undefined;
  return kind === 'generateContent' && contents?.some(({ role }) => role === 'model') ? [{ id, model, contents }] : [];
});

if (!folder) test.skip('recorded requests are not read, since SDK_RECORDINGS does not name a folder');
else {
  describe(`${requests.length} recorded conversations`, () => {
    it.each(requests)('$id: every signature and every id stands on its part again', ({ model, contents }) => {
      const messages = readMessages(contents);
      expect(sealed(contentsOf(messages, model))).toEqual(sealed(contents));
      checkRequest(encoded({ messages }, model).body, { needsSignatures: false });
    });

    it('hold signatures on calls, texts and thoughts', () => {
      const kinds = new Set(requests.flatMap(({ contents }) => sealed(contents) as { kind: string; thought: boolean }[]).map(({ kind, thought }) => `${kind} ${thought}`));
      expect([...kinds]).toEqual(expect.arrayContaining(['functionCall false', 'text false', 'text true', 'executableCode false']));
    });
  });
}
