import {
  isJSONObject,
  type Annotated,
  type ContentPart,
  type FilePart,
  type JSONObject,
  type JSONValue,
  type ReasoningPart,
  type TextPart,
  type ToolCallPart,
  type ToolResultPart,
} from '@sdk/core';
import { refuseForeignName, usualMediaType, type EncodeContext } from '@sdk/http';
import { isSameModel } from './model-generation.ts';
import { WIRE, type WireBlock } from './wire.ts';

/** What this wire keeps about something; `undefined` where it comes from elsewhere. */
export function ownData({ providerData }: Annotated): JSONObject | undefined {
  const own = providerData?.[WIRE];
  return isJSONObject(own) ? own : undefined;
}

/** A text of the system or the user; `undefined` for one without anything visible in it, which the API refuses. */
export function encodeText(part: TextPart): WireBlock | undefined {
  return part.text.trim() === '' ? undefined : encodeWords(part);
}

/** A text of the assistant, who may write white space alone between other blocks. */
export function encodeWords(part: TextPart): WireBlock | undefined {
  return part.text === '' ? undefined : { ...ownData(part), type: 'text', text: part.text };
}

/** A block that is not modelled, or that is a text for others only, goes back as it came; its cache mark is a hint like others. */
export function encodeOpaque(part: ContentPart): WireBlock | undefined {
  const own = ownData(part);
  if (typeof own?.['type'] !== 'string') return undefined;
  const { cache_control: _mark, ...block } = own;
  return block as WireBlock;
}

/** Whether a part is a piece of a block that the part before it holds whole. */
export function isWithin(part: ContentPart): boolean {
  return ownData(part)?.['within'] === true;
}

/** A thought, as it came. Without a signature, or from another model, the API would refuse it. */
export function encodeReasoning(part: ReasoningPart, { modelId }: EncodeContext): WireBlock | undefined {
  const own = ownData(part);
  const { model, signature, redacted } = own ?? {};
  if (typeof model === 'string' && !isSameModel(model, modelId)) return undefined;
  if (typeof redacted === 'string') return { type: 'redacted_thinking', data: redacted };
  return typeof signature === 'string' && signature !== '' ? { type: 'thinking', thinking: part.text, signature } : undefined;
}

/** A call of one of the user's tools, under the id that the API takes. */
export function encodeToolCall(part: ToolCallPart, id: string): WireBlock {
  return { ...ownData(part), type: 'tool_use', id, name: part.toolName, input: part.arguments };
}

/** A call or a result of a tool that the vendor ran, as it came; `undefined` where another vendor did. */
export function encodeExecuted(part: ToolCallPart | ToolResultPart): WireBlock | undefined {
  const own = ownData(part);
  if (typeof own?.['type'] !== 'string') return undefined;
  const { toolCallId: id } = part;
  return part.type === 'tool-call'
    ? ({ ...own, id, name: part.toolName, input: part.arguments } as JSONObject as WireBlock)
    : ({ ...own, tool_use_id: id, content: part.result } as JSONObject as WireBlock);
}

/** The result of one of the user's tools. */
export function encodeResult(part: ToolResultPart, id: string, context: EncodeContext): WireBlock {
  const own = ownData(part);
  const content = own?.['content'] ?? (part.content ? encodeResultParts(part.content, context) : resultText(part.result));
  return { ...own, type: 'tool_result', tool_use_id: id, content, ...(part.isError ? { is_error: true } : {}) };
}

function encodeResultParts(parts: readonly (TextPart | FilePart)[], context: EncodeContext): JSONValue {
  return parts.flatMap((part) => (part.type === 'text' ? encodeText(part) : encodeFile(part, context)) ?? []);
}

/** A tool's result as text: strings as they are, all else as JSON. */
function resultText(result: JSONValue): string {
  return typeof result === 'string' ? result : JSON.stringify(result ?? null);
}

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const PDF = 'application/pdf';

/** Text that is not of a `text/…` type. */
const TEXTUAL = ['application/json', 'application/xml', 'application/yaml'];

/** Whether a file is text, which the API takes as such and not by URL. */
export function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/') || TEXTUAL.includes(mediaType);
}

/** The type without parameters, in lower case, by its registered name. */
export function bareMediaType({ mediaType }: FilePart): string {
  return usualMediaType(mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '');
}

/** An image or a document; one that is at the vendor's already by its own `source`. `@sdk/http` has loaded what the API does not fetch itself, and made base64 of bytes. */
export function encodeFile(part: FilePart, context: EncodeContext): WireBlock {
  const mediaType = bareMediaType(part);
  const own = ownData(part);
  if (mediaType.startsWith('image/')) {
    if (part.url === undefined && !IMAGES.includes(mediaType)) context.unsupported(`takes images as JPEG, PNG, GIF or WebP, not ${mediaType}.`);
    return { ...own, type: 'image', source: own?.['source'] ?? sourceOf(part, mediaType, context) };
  }
  const title = part.filename === undefined ? {} : { title: part.filename };
  if (mediaType === PDF) return { ...own, type: 'document', source: own?.['source'] ?? sourceOf(part, PDF, context), ...title };
  if (isText(mediaType)) {
    const source = { type: 'text', media_type: 'text/plain', data: decodeText(part.data as string) };
    return { ...own, type: 'document', source, ...title };
  }
  return context.unsupported(`takes images, PDF and text, not ${mediaType}.`);
}

function sourceOf(part: FilePart, mediaType: string, context: EncodeContext): JSONObject {
  const { url, data } = part;
  refuseForeignName(part, context);
  return url === undefined ? { type: 'base64', media_type: mediaType, data: data as string } : { type: 'url', url };
}

function decodeText(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
