import assert from 'node:assert/strict';
import { collect, type AssistantMessage, type CallOptions, type GenerateResult, type JSONObject, type Provider } from '@sdk/core';
import type { FaultServer } from '../server/fault-server.ts';
import { isAnswer, messagesOf, type Conversation } from './conversation.ts';
import type { ConversationsUnderTest } from './describe-conversations.ts';
import { bodyOf, headersOf, type Recording } from './recording.ts';

/** Which conversation is sent, by whom, and where. */
export interface ConversationPlay {
  server: FaultServer;
  provider: Provider;
  subject: ConversationsUnderTest;
  conversation: Conversation;
}

/** Has a provider send a recorded conversation, and compares. @throws AssertionError */
export async function checkConversation(play: ConversationPlay): Promise<void> {
  const { subject, conversation } = play;
  const { read, messagesIn = messagesOf, comparable = (message) => message } = subject;
  const { messages, after, before } = conversation;
  const at = messages.findLastIndex(isAnswer);
  const readSome = (some: JSONObject[]) => (some.length > 0 ? read(some, after) : []);
  const ours: CallOptions['messages'] = before
    ? [...readSome(messages.slice(0, at)), await answerOf(play, before), ...readSome(messages.slice(at + 1))]
    : readSome(messages);
  const { warnings } = await call(play, after, ours);
  const body = play.server.requests.at(-1)?.json() as JSONObject;
  assert.deepEqual(plain(messagesIn(body).map(comparable)), plain(messages.map(comparable)), 'The messages are not sent as they were.');
  assert.deepEqual(warnings, [], 'Something of the conversation is warned of.');
}

/** What the provider reads a recorded answer as. */
async function answerOf(play: ConversationPlay, recording: Recording): Promise<AssistantMessage> {
  return (await call(play, recording, [{ role: 'user', content: 'Hello' }])).message;
}

/** Asks, and is given a recorded answer. */
async function call({ server, provider }: ConversationPlay, recording: Recording, messages: CallOptions['messages']): Promise<GenerateResult> {
  server.answer({ status: recording.response.status, headers: headersOf(recording), body: bodyOf(recording) });
  const model = provider(recording.model || 'model');
  return await (recording.stream ? collect(model.stream({ messages })) : model.generate({ messages }));
}

/** What JSON would carry: a field that is `undefined` is none. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
