import type { JSONObject } from '@sdk/core';
import type { ConversationsUnderTest } from './describe-conversations.ts';
import { readIndex, readRecording, type Recording } from './recording.ts';

/** A recorded request that goes on after an answer. */
export interface Conversation {
  /** Its messages, the vendor's. */
  messages: JSONObject[];
  /** The request, with the answer that it got. */
  after: Recording;
  /** The call before, whose answer it goes on with; `undefined` when it was not recorded. */
  before: Recording | undefined;
}

/** The requests that hold an answer of the model's and were accepted, each with the answer before. */
export function readConversations(folder: string, { filter, messagesIn = messagesOf }: ConversationsUnderTest): Conversation[] {
  const recordings = new Map(readIndex(folder).filter(filter).map(({ id }) => [id, readWhole(folder, id)]));
  return Array.from(recordings.values()).flatMap((after): Conversation[] => {
    const body = after.request.body as JSONObject | undefined;
    const messages = body ? messagesIn(body) : [];
    if (after.response.status !== 200 || !messages.some(isAnswer)) return [];
    const before = recordings.get(after.id.replace(/\d+$/, (turn) => String(Number(turn) - 1)));
    return [{ messages, after, before: before?.kind === after.kind && before.response.status === 200 ? before : undefined }];
  });
}

/** Where most vendors keep the messages of a request. */
export function messagesOf({ messages }: JSONObject): JSONObject[] {
  return (messages ?? []) as JSONObject[];
}

/** Whether the model said it, by the names that vendors give it. */
export function isAnswer({ role }: JSONObject): boolean {
  return role === 'assistant' || role === 'model';
}

/** A recording in whose request long base64, which is left out, is base64 again. */
function readWhole(folder: string, id: string): Recording {
  const recording = readRecording(folder, id);
  const request = JSON.parse(JSON.stringify(recording.request).replace(/<\d+ characters left out>/g, 'AAAA')) as Recording['request'];
  return { ...recording, request };
}
