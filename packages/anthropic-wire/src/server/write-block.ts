import { isJSONObject, type ContentPart, type JSONObject, type ReasoningPart, type ToolCallPart, type ToolResultPart } from '@sdk/core';
import { WIRE, type WireBlock } from '../wire.ts';

/**
 * A part as a block; `undefined` for one that the wire has no place for: sources, files, and what another vendor ran
 * itself or made of its own. A thought that Anthropic did not sign has the signature `''`.
 */
export function writeBlock(part: ContentPart): WireBlock | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { ...ownData(part), type: 'text', text: part.text };
    case 'reasoning':
      return writeThinking(part);
    case 'tool-call':
      return part.providerExecuted ? writeServerBlock(part, { id: part.toolCallId, name: part.toolName, input: part.arguments }) : writeCall(part);
    case 'tool-result':
      return writeServerBlock(part, { tool_use_id: part.toolCallId, content: part.result });
    case 'opaque':
      return writeServerBlock(part, {});
    default:
      return undefined;
  }
}

/** What Anthropic itself said of a part. */
export function ownData({ providerData }: { providerData?: JSONObject }): JSONObject | undefined {
  const own = providerData?.[WIRE];
  return isJSONObject(own) ? own : undefined;
}

/** The signature of a thought that Anthropic signed. */
export function signatureOf(part: ReasoningPart): string {
  const signature = ownData(part)?.['signature'];
  return typeof signature === 'string' ? signature : '';
}

/** Whether a thought is one that Anthropic sealed. */
export function isSealed(part: ReasoningPart): boolean {
  return typeof ownData(part)?.['redacted'] === 'string';
}

function writeThinking(part: ReasoningPart): WireBlock | undefined {
  if (isSealed(part)) return { type: 'redacted_thinking', data: ownData(part)?.['redacted'] as string };
  const signature = signatureOf(part);
  return part.text === '' && signature === '' ? undefined : { type: 'thinking', thinking: part.text, signature };
}

/**
 * An input must be an object, so that one that is not JSON is put into one.
 *
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming (read 2026-11-20)
 */
function writeCall(part: ToolCallPart): WireBlock {
  const { toolCallId: id, toolName: name, invalid } = part;
  return { ...ownData(part), type: 'tool_use', id, name, input: invalid === undefined ? part.arguments : { INVALID_JSON: invalid } };
}

/** A block of the vendor's own, which says its type. */
function writeServerBlock(part: ToolCallPart | ToolResultPart | Extract<ContentPart, { type: 'opaque' }>, fields: JSONObject): WireBlock | undefined {
  const own = ownData(part);
  return typeof own?.['type'] === 'string' ? { ...own, type: own['type'], ...fields } : undefined;
}
