import type { AssistantMessage, Message, ToolMessage, UserMessage } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { ContentsBuilder } from './contents-builder.ts';
import { encodeFile } from './files.ts';
import { bareModelId, generationOf } from './model-id.ts';
import { ownData, type OwnData, type WireContent, type WirePart } from './wire.ts';

/** A conversation in the vendor's words. */
export interface EncodedMessages {
  contents: WireContent[];
  systemInstruction?: { parts: WirePart[] };
  /** Goes on with an answer that was paused. */
  continuationToken?: string;
}

/** Whose messages are encoded, and where they stand. */
interface Place {
  context: EncodeContext;
  model: string;
  /** e.g. `messages[2]`. */
  where: string;
}

/**
 * A conversation as contents, in the order and form that the vendor demands: {@link ContentsBuilder} has the rules.
 *
 * System messages have one place, above all; one that stands later is put there, too, with a warning.
 *
 * @throws InvalidRequestError for a result without its call, a call without its result, and where nothing is left to send.
 */
export function encodeMessages(messages: readonly Message[], context: EncodeContext): EncodedMessages {
  const model = bareModelId(context.modelId);
  const system: WirePart[] = [];
  const builder = new ContentsBuilder(context, generationOf(context.modelId));
  const continuationToken = continuationOf(messages.at(-1), model);
  // The vendor has what it wrote so far, and is asked the same again.
  const sent = continuationToken === undefined ? messages : messages.slice(0, -1);
  sent.forEach((message, index) => {
    const place: Place = { context, model, where: `messages[${index}]` };
    if (message.role === 'system') {
      for (const part of textsOf(message.content)) system.push(part);
      if (!builder.isEmpty()) warnMoved(place);
    } else if (message.role === 'user') builder.addUser(encodeUser(message, place));
    else if (message.role === 'assistant') addAssistant(builder, message, place);
    else addResults(builder, message, place);
  });
  return {
    contents: builder.build(),
    ...(system.length > 0 ? { systemInstruction: { parts: system } } : {}),
    ...(continuationToken === undefined ? {} : { continuationToken }),
  };
}

function warnMoved({ context, where }: Place): void {
  context.warn({ kind: 'adjusted', option: 'messages', message: `${where} is a system message in mid-conversation; it stands with the first ones.` });
}

function continuationOf(last: Message | undefined, model: string): string | undefined {
  if (last?.role !== 'assistant') return undefined;
  const own = ownData(last);
  return isOfModel(own, model) ? own.continuationToken : undefined;
}

/** What another model sealed is dropped: it refuses such seals. */
function isOfModel({ model: by }: OwnData, model: string): boolean {
  return by === undefined || by === model;
}

function textsOf(content: UserMessage['content'] | AssistantMessage['content']): WirePart[] {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  return parts.flatMap((part) => (part.type === 'text' && part.text !== '' ? [{ text: part.text }] : []));
}

function encodeUser({ content }: UserMessage, { context, where }: Place): WirePart[] {
  if (typeof content === 'string') return textsOf(content);
  return content.flatMap((part, at): WirePart[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }];
    if (part.type === 'file') return [encodeFile(part, refuser(context, `${where}.content[${at}]`))];
    const own = part.type === 'opaque' ? ownData(part).part : undefined;
    return own ? [own] : [];
  });
}

function refuser({ invalid }: EncodeContext, where: string): (message: string) => never {
  return (message) => invalid(`${where} ${message}`);
}

function addAssistant(builder: ContentsBuilder, { content }: AssistantMessage, place: Place): void {
  if (typeof content === 'string') return builder.addModel(textsOf(content), place.where);
  content.forEach((part, at) => {
    const where = `${place.where}.content[${at}]`;
    if (part.type !== 'tool-call' || part.providerExecuted) return builder.addModel(encodeModelPart(part, { ...place, where }), where);
    const own = ownData(part);
    const { id, thoughtSignature } = isOfModel(own, place.model) ? own : {};
    builder.addCall(part, { where, id, signature: thoughtSignature });
  });
}

type ModelPart = Exclude<AssistantMessage['content'], string>[number];

/** A part of the model's turn that is no call of ours. What other vendors thought, ran or sealed is left out in silence. */
function encodeModelPart(part: ModelPart, { context, model, where }: Place): WirePart[] {
  const own = ownData(part);
  const isOwn = isOfModel(own, model);
  const signature = isOwn && own.thoughtSignature !== undefined ? { thoughtSignature: own.thoughtSignature } : undefined;
  if (part.type === 'text') return part.text === '' && !signature ? [] : [{ text: part.text, ...signature }];
  // A summary is for people; the seal on it is what the model wants back.
  if (part.type === 'reasoning') return signature ? [{ text: part.text, thought: true, ...signature }] : [];
  if (part.type === 'file') return [{ ...encodeFile(part, refuser(context, where)), ...signature }];
  if (part.type === 'source' || own.part === undefined) return [];
  return encodeOwnPart(own.part, isOwn);
}

/** A part as it came; without its seal, if another model made it. */
function encodeOwnPart(part: WirePart, isOwn: boolean): WirePart[] {
  if (isOwn) return [part];
  const { thoughtSignature: _, ...rest } = part;
  return Object.keys(rest).length === 0 || rest.text === '' ? [] : [rest];
}

function addResults(builder: ContentsBuilder, { content }: ToolMessage, { context, where }: Place): void {
  content.forEach((part, at) => {
    const here = `${where}.content[${at}]`;
    const files = part.content?.filter((one) => one.type === 'file') ?? [];
    builder.addResult(part, here, files.map((file) => encodeFile(file, refuser(context, `${here}.content`))));
  });
}
