import type { ContentPart, FilePart, Message } from '@sdk/core';

/** All files of a conversation, in order, also those in the results of tools. */
export function filesIn(messages: readonly Message[]): FilePart[] {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [] : (content as ContentPart[]).flatMap(filesOf)));
}

function filesOf(part: ContentPart): FilePart[] {
  if (part.type === 'file') return [part];
  return part.type === 'tool-result' ? (part.content ?? []).flatMap(filesOf) : [];
}

/** A message with some of its files changed. */
export function replaceFiles(message: Message, changed: ReadonlyMap<FilePart, FilePart>): Message {
  if (typeof message.content === 'string') return message;
  const content = (message.content as ContentPart[]).map((part) => {
    if (part.type === 'file') return changed.get(part) ?? part;
    if (part.type !== 'tool-result' || !part.content) return part;
    return { ...part, content: part.content.map((inner) => (inner.type === 'file' ? (changed.get(inner) ?? inner) : inner)) };
  });
  return { ...message, content } as Message;
}
