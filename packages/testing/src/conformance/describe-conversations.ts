import { describe, test } from 'vitest';
import type { JSONObject, Message, Provider } from '@sdk/core';
import { checkConversation } from './check-conversation.ts';
import { readConversations } from './conversation.ts';
import type { UnderTestOptions } from './provider-under-test.ts';
import type { Recording, RecordingEntry } from './recording.ts';
import { suiteProvider } from './suite-provider.ts';

/** A provider, and which recorded conversations it must send as they were. */
export interface ConversationsUnderTest {
  /** As in the report, e.g. `'openai'`. */
  name: string;
  /** The factory, e.g. `createOpenAI`. */
  create(options: UnderTestOptions): Provider;
  /** Whether a recording is of this provider's wire, e.g. `({ provider }) => provider === 'openai'`. */
  filter(entry: RecordingEntry): boolean;
  /** What stands between the server's origin and the endpoint, e.g. `'/v1'`. @default '' */
  basePath?: string;
  /** The messages of a request's body, the vendor's. @default its `messages` */
  messagesIn?(body: JSONObject): JSONObject[];
  /** The vendor's messages as ours: what somebody who had this part of a conversation would hold. */
  read(messages: JSONObject[], recording: Recording): Message[];
  /** A message of the vendor's without what says nothing, so that two that say the same are equal. @default unchanged */
  comparable?(message: JSONObject): unknown;
}

/**
 * Registers one vitest test per recorded request that goes on after an answer. The model's last answer comes from the
 * recorded answer before, through the provider's decoder, so that its ids, seals and calls are the provider's own; without
 * one, from `read`, as all other messages do. What is then sent must be the recorded messages, and nothing may be warned of.
 *
 * Without `SDK_RECORDINGS`, registers one skipped test that says so.
 */
export function describeConversations(subject: ConversationsUnderTest): void {
  const { name } = subject;
  const folder = process.env['SDK_RECORDINGS'];
  if (!folder) {
    test.skip(`${name}: recorded conversations are not played, since SDK_RECORDINGS does not name a folder`);
    return;
  }
  const conversations = readConversations(folder, subject);
  describe(`${name}: ${conversations.length} recorded conversations`, () => {
    const made = suiteProvider(subject);
    if (conversations.length === 0) {
      test('the folder has conversations for this provider', () => {
        throw new Error(`No recording in ${folder} that is for ${name} goes on after an answer.`);
      });
    }
    for (const conversation of conversations) {
      const from = conversation.before ? 'goes on with the answer as it was given' : 'is sent again as it was';
      test(`${conversation.after.id} ${from}`, () => checkConversation({ ...made, subject, conversation }));
    }
  });
}
