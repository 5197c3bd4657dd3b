import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONObject, Message } from '@sdk/core';
import { describeConversations, type AnswerSample, type ConversationsUnderTest, type Recording } from '@sdk/testing/conformance';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { checkConversation } from '../src/conformance/check-conversation.ts';
import { readConversations } from '../src/conformance/conversation.ts';
import { onContent, onMessages, spoiled, type Spoiler } from './reference/broken.ts';
import { referenceSubject } from './reference/sample.ts';

const { wire } = referenceSubject();
const ask = { role: 'user', said: [{ text: 'Hello' }] };
const said = { role: 'assistant', said: [{ text: 'Wait.' }, { call: { id: 'c1', name: 'lookup', args: '{"word":"été","deep":{"n":[1,null,"x"]}}' } }] };
const result = { role: 'tool', said: [{ result: { id: 'c1', value: 'summer' } }] };

const recording = (id: string, turns: JSONObject[], more: Partial<Recording> = {}): Recording => ({
  id,
  provider: 'reference',
  kind: 'talk',
  model: 'm',
  stream: false,
  features: [],
  request: { method: 'POST', path: '/talk', headers: {}, body: { turns } },
  response: { status: 200, headers: {}, body: String((wire.toolCall as AnswerSample).whole) },
  expected: {},
  ...more,
});
const streamed = { headers: {}, status: 200, body: (wire.toolCall as AnswerSample).events.join('') };

const recordings = [
  recording('whole-0', [ask]),
  recording('whole-1', [ask, said, result]),
  recording('streamed-0', [ask], { stream: true, response: streamed }),
  recording('streamed-1', [ask, said, result], { stream: true, response: streamed }),
  recording('alone-3', [ask, said, result]),
  recording('refused-1', [ask, said], { response: { status: 400, headers: {}, body: '{}' } }),
  recording('other-0', [ask], { kind: 'embeddings' }),
  recording('other-1', [ask, said, result, { role: 'user', said: [{ file: { type: 'image/png', data: '<12 characters left out>' } }] }]),
  recording('foreign-1', [said], { provider: 'another' }),
];
const folder = mkdtempSync(join(tmpdir(), 'sdk-conversations-'));
for (const one of recordings) writeFileSync(join(folder, `${one.id}.json`), JSON.stringify(one));

/** The reference wire as ours. Its role is called `who`; here, as with most vendors, `role`. */
function read(messages: JSONObject[]): Message[] {
  return messages.map(({ role, said }) => {
    const content = (said as { text?: string; call?: { id: string; name: string; args: string }; result?: { id: string; value: string }; file?: { type: string; data: string } }[]).map(({ text, call, result, file }) => {
      if (call) return { type: 'tool-call', toolCallId: call.id, toolName: call.name, arguments: JSON.parse(call.args) as JSONObject };
      if (result) return { type: 'tool-result', toolCallId: result.id, result: result.value };
      return file ? { type: 'file', mediaType: file.type, data: file.data } : { type: 'text', text };
    });
    return { role, content } as Message;
  });
}

const subject = (spoiler: Spoiler = {}): ConversationsUnderTest => ({
  name: 'reference',
  create: spoiled(spoiler).create,
  filter: ({ provider }) => provider === 'reference',
  messagesIn: ({ turns }) => (turns as JSONObject[]).map(({ who, role, said }) => ({ role: role ?? who!, said: said! })),
  read,
});

// Recordings are looked for when a suite is described: once with a folder, once without.
const given = process.env['SDK_RECORDINGS'];
process.env['SDK_RECORDINGS'] = folder;
describeConversations(subject());
delete process.env['SDK_RECORDINGS'];
describeConversations(subject());
if (given !== undefined) process.env['SDK_RECORDINGS'] = given;

it('conversations are the accepted requests with an answer in them, each with the answer before', () => {
  const found = readConversations(folder, subject());
  expect(found.map(({ after, before }) => [after.id, before?.id])).toEqual([
    ['alone-3', undefined],
    ['other-1', undefined],
    ['streamed-1', 'streamed-0'],
    ['whole-1', 'whole-0'],
  ]);
  expect(found[1]?.messages.at(-1)).toEqual({ role: 'user', said: [{ file: { type: 'image/png', data: 'AAAA' } }] });
});

async function verdictOn(spoiler: Spoiler, id: string, more: Partial<ConversationsUnderTest> = {}): Promise<string> {
  const broken = { ...subject(spoiler), ...more };
  const conversation = readConversations(folder, broken).find(({ after }) => after.id === id)!;
  await using server = await startFaultServer();
  await using provider = broken.create({ baseUrl: server.url, apiKey: 'k' });
  return await checkConversation({ server, provider, subject: broken, conversation }).then(() => 'passed', (error: Error) => error.message);
}

describe.each(['whole-1', 'streamed-1', 'alone-3'])('a conversation is not sent as it was (%s) when a provider', (id) => {
  it.each<[string, Spoiler, RegExp]>([
    ['loses a message', onMessages((message) => (message.role === 'tool' ? [] : [message])), /not sent as they were/],
    ['sends one twice', onMessages((message) => [message, message]), /not sent as they were/],
    ['drops the calls', onContent((part) => (part.type === 'tool-call' ? [] : [part])), /not sent as they were/],
    ['changes an id', onContent((part) => [part.type === 'tool-call' ? { ...part, toolCallId: 'c2' } : part]), /not sent as they were/],
    ['swaps parts', onMessages((message) => [{ ...message, content: (message.content as []).toReversed?.() ?? message.content }]), /not sent as they were/],
    ['warns of it', { options: (call) => ({ ...call, seed: 1 }) }, /warned of/],
  ])('%s', async (_wrong, spoiler, says) => {
    expect(await verdictOn(spoiler, id)).toMatch(says);
  });
});

it('an answer that is read wrongly is noticed in what goes on with it', async () => {
  const result: Spoiler = { result: (good) => ({ ...good, message: { ...good.message, content: [{ type: 'text', text: 'Wait!' }] } }) };
  const part: Spoiler = { part: (one) => (one.type === 'part' && one.part.type === 'text' ? [{ ...one, part: { type: 'text', text: 'Wait!' } }] : [one]) };
  expect(await verdictOn(result, 'whole-1')).toMatch(/not sent as they were/);
  expect(await verdictOn(part, 'streamed-1')).toMatch(/not sent as they were/);
  expect(await verdictOn(result, 'alone-3')).toBe('passed');
});

it('what says nothing may be left out of the comparison', async () => {
  const louder = onContent((part) => [part.type === 'text' ? { ...part, text: part.text.toUpperCase() } : part]);
  const lower = (message: JSONObject) => JSON.stringify(message).toLowerCase();
  expect(await verdictOn(louder, 'whole-1')).toMatch(/not sent/);
  expect(await verdictOn(louder, 'whole-1', { comparable: lower })).toBe('passed');
});
