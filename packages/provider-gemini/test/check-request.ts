import assert from 'node:assert/strict';
import type { JSONObject } from '@sdk/core';

/** A request, as far as it is checked. Written apart from the source, so that both must be wrong to agree on a mistake. */
export interface RequestBody {
  contents: { role: string; parts: Record<string, JSONObject | string | boolean | undefined>[] }[];
  systemInstruction?: { parts: { text?: string }[] };
  tools?: unknown[];
  toolConfig?: unknown;
  generationConfig?: Record<string, unknown>;
}

/** Exactly one of these stands in a part. */
const DATA = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'];
const MODIFIERS = ['thought', 'thoughtSignature'];

interface Called {
  id?: string;
  name: string;
}

/**
 * Throws unless a request keeps the documented rules for `contents`: https://ai.google.dev/api/caching#Content,
 * https://ai.google.dev/gemini-api/docs/function-calling, https://ai.google.dev/gemini-api/docs/thought-signatures (read 2026-11-20).
 */
export function checkRequest(request: unknown, { needsSignatures }: { needsSignatures: boolean }): void {
  const { contents, systemInstruction } = request as RequestBody;
  assert.ok(contents.length > 0, 'contents must not be empty');
  assert.equal(contents[0]!.role, 'user', 'the first content must be of the user');
  assert.equal(contents.at(-1)!.role, 'user', 'the last content must be of the user');
  let open: Called[] = [];
  for (const [at, { role, parts }] of contents.entries()) {
    assert.equal(role, at % 2 === 0 ? 'user' : 'model', `contents[${at}]: roles must alternate`);
    assert.ok(parts.length > 0, `contents[${at}] has no parts`);
    parts.forEach((part, place) => checkPart(part, `contents[${at}].parts[${place}]`));
    const responses = parts.flatMap((part) => (part['functionResponse'] ? [part['functionResponse'] as unknown as Called] : []));
    const calls = parts.flatMap((part) => (part['functionCall'] ? [part['functionCall'] as unknown as Called] : []));
    assert.deepEqual(responses.map(idAndName), open.map(idAndName), `contents[${at}]: every call needs its result in the next content, in order`);
    const leading = parts.slice(0, responses.length).every((part) => part['functionResponse']);
    assert.ok(leading, `contents[${at}]: results must stand first`);
    assert.ok(role === 'model' || calls.length === 0, `contents[${at}]: only the model calls`);
    const first = parts.find((part) => part['functionCall']);
    assert.ok(!needsSignatures || !first || first['thoughtSignature'], `contents[${at}]: the first call must be signed`);
    open = calls;
  }
  assert.deepEqual(open, [], 'the last calls have no results');
  for (const { text } of systemInstruction?.parts ?? []) assert.ok(text, 'an empty system instruction');
}

const idAndName = ({ id, name }: Called) => ({ id, name });

function checkPart(part: Record<string, unknown>, where: string): void {
  const data = Object.keys(part).filter((key) => !MODIFIERS.includes(key));
  assert.equal(data.length, 1, `${where} must hold one field with data, not ${data.join(', ')}`);
  assert.ok(DATA.includes(data[0]!), `${where}: ${data[0]} is no field of a part`);
  const isEmptyText = part['text'] === '' && !part['thoughtSignature'];
  assert.ok(!isEmptyText, `${where} is empty`);
  const { functionResponse, functionCall, inlineData, fileData } = part as Record<string, Record<string, unknown> | undefined>;
  for (const object of [functionResponse?.['response'], functionCall?.['args']]) {
    if (functionResponse || functionCall) assert.ok(object === undefined || isObject(object), `${where}: must be an object`);
  }
  if (functionResponse) assert.ok(functionResponse['response'] && functionResponse['name'], `${where}: a result must have a name and a response`);
  for (const mimeType of [inlineData?.['mimeType'], fileData?.['mimeType']]) {
    if (mimeType !== undefined) assert.ok(!(mimeType as string).includes('*'), `${where}: the media type must be exact`);
  }
  if (inlineData) assert.ok(inlineData['mimeType'] && typeof inlineData['data'] === 'string', `${where}: inline data needs type and data`);
}

function isObject(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}
