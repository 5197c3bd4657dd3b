import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect, type AssistantMessage, type JSONObject, type Message } from '@sdk/core';
import { readChatRequest } from '@sdk/openai-wire/server';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createOpenRouter } from '../src/index.ts';
import { KEY } from './ask.ts';

const PROVIDER = 'openrouter';

interface Recording {
  id: string;
  provider: string;
  kind: string;
  model: string;
  stream: boolean;
  request: { body: { model: string; messages: JSONObject[]; tools?: unknown } };
  response: { status: number; headers: Record<string, string>; body: string };
}

const folder = process.env['SDK_RECORDINGS'] ?? '';
// Long base64 is left out of what was recorded.
const parse = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8').replace(/<\d+ characters left out>/g, 'AAAA')) as unknown;

/** Every recorded request that goes on after a recorded answer, with that answer. */
function turns(): [id: string, before: Recording, after: Recording][] {
  if (folder === '') return [];
  const known = (parse('INDEX') as Recording[]).filter(({ provider, kind }) => provider === PROVIDER && kind === 'chat');
  const ids = new Set(known.map(({ id }) => id));
  return known.flatMap(({ id }) => {
    const before = id.replace(/\d+$/, (n) => String(Number(n) - 1));
    if (!ids.has(before)) return [];
    const after = parse(id) as Recording;
    return after.request.body.messages.some(({ role }) => role === 'assistant') ? [[id, parse(before) as Recording, after]] : [];
  });
}

/** What the model said in a recorded answer. */
async function said({ response, stream, model }: Recording): Promise<AssistantMessage> {
  const { 'content-type': type = 'application/json' } = response.headers;
  await using server = await startFaultServer({ body: response.body, headers: { 'content-type': type } });
  await using provider = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  const call = { messages: [{ role: 'user' as const, content: 'Hello' }] };
  return stream ? (await collect(provider(model).stream(call))).message : (await provider(model).generate(call)).message;
}

async function encoded(messages: Message[], model: string): Promise<JSONObject[]> {
  await using server = await startFaultServer({ body: '{"choices":[{"message":{"content":"Hi"}}]}' });
  await using provider = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  await provider(model).generate({ messages });
  return (server.requests[0]?.json() as { messages: JSONObject[] }).messages;
}

/** What says the same is made the same: no content in several ways, JSON with and without spaces, two names of a role. */
function normal(message: JSONObject): JSONObject {
  const { role, content, tool_calls: calls, ...rest } = message;
  const plain = (calls as { id: string; function: { name: string; arguments: string } }[] | undefined)?.map(({ id, function: { name, arguments: args } }) => ({ id, name, arguments: JSON.parse(args || '{}') as JSONObject }));
  return { ...rest, role: role === 'developer' ? 'system' : role, content: content ?? '', ...(plain ? { tool_calls: plain } : {}) };
}

describe.runIf(folder)('a recorded conversation', () => {
  it.each(turns())('goes on with the answer as it was given (%s)', async (_id, before, { request: { body }, model }) => {
    const at = body.messages.findLastIndex(({ role }) => role === 'assistant');
    const read = (messages: JSONObject[]) => (messages.length > 0 ? readChatRequest({ model, messages }).options.messages : []);
    const messages = [...read(body.messages.slice(0, at)), await said(before), ...readResults(body.messages.slice(at + 1))];
    const sent = await encoded(messages, model);
    expect(sent.map(normal)).toEqual(body.messages.map(normal));
  });
});

/** What follows the answer: results of its tools, or what the user says. */
function readResults(messages: JSONObject[]): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message['role'] === 'tool') return [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: message['tool_call_id'] as string, result: message['content'] ?? null }] }];
    return readChatRequest({ model: 'm', messages: [message] }).options.messages;
  });
}
