import { isJSONObject, type JSONObject, type JSONValue, type ToolMessage, type ToolResultPart } from '@sdk/core';
import { resultText } from '../encode-messages.ts';
import { wireCallId } from './call-id.ts';
import { encodeParts, type Encoding } from './encode-parts.ts';
import { readOwnData } from './own-data.ts';

/** The results of tools as items. What a result's `providerData` holds is added to its item. */
export function encodeToolResults({ content }: ToolMessage, encoding: Encoding, calls: ReadonlyMap<string, string>): JSONObject[] {
  const items: JSONObject[] = [];
  const shown: JSONObject[] = [];
  for (const part of content) {
    const own = readOwnData(part, encoding.wire, encoding.context.modelId) ?? {};
    const type = calls.get(part.toolCallId) ?? 'function_call_output';
    items.push({ type, ...encodeOutput(type, part, encoding, shown), ...own });
  }
  if (shown.length > 0) {
    encoding.context.warn({ kind: 'adjusted', option: 'messages', message: 'Files in tool results are sent in a user message after them.' });
    items.push({ role: 'user', content: shown });
  }
  return items;
}

function encodeOutput(type: string, part: ToolResultPart, encoding: Encoding, shown: JSONObject[]): JSONObject {
  const { toolCallId, result, isError = false } = part;
  switch (type) {
    case 'computer_call_output':
      return { call_id: toolCallId, output: encodeScreenshot(part, encoding) };
    case 'local_shell_call_output':
      return { id: toolCallId, output: resultText(result) };
    case 'shell_call_output':
      return { call_id: toolCallId, output: Array.isArray(result) ? result : [shellOutput(result, isError)] };
    case 'apply_patch_call_output':
      return { call_id: toolCallId, status: isError ? 'failed' : 'completed', output: resultText(result) };
    case 'custom_tool_call_output':
      return { call_id: toolCallId, output: encodeText(part, encoding, shown) };
    default:
      return { call_id: wireCallId(toolCallId), output: encodeText(part, encoding, shown) };
  }
}

/** One string where that says the same; files beside it, or for servers that do not take them there, after all results. */
function encodeText(part: ToolResultPart, encoding: Encoding, shown: JSONObject[]): JSONValue {
  const { content, result, toolCallId } = part;
  if (!content) return resultText(result);
  const files = content.filter((inner) => inner.type === 'file');
  if (files.length > 0 && encoding.dialect.filesInToolOutput !== false) return encodeParts(content, encoding);
  if (files.length > 0) shown.push({ type: 'input_text', text: `From tool call ${toolCallId}:` }, ...encodeParts(files, encoding));
  return content.flatMap((inner) => (inner.type === 'text' ? [inner.text] : [])).join('\n');
}

/** What the computer shows: the first image, or a result in the vendor's own words. */
function encodeScreenshot({ content, result }: ToolResultPart, encoding: Encoding): JSONValue {
  const image = content?.find((inner) => inner.type === 'file');
  if (!image) return isJSONObject(result) ? result : encoding.context.invalid('the result of a computer call must hold an image.');
  const [{ type: _type, ...shown } = {}] = encodeParts([image], encoding);
  return { type: 'computer_screenshot', ...shown };
}

function shellOutput(result: JSONValue, isError: boolean): JSONObject {
  return { stdout: isError ? '' : resultText(result), stderr: isError ? resultText(result) : '', outcome: { type: 'exit', exit_code: isError ? 1 : 0 } };
}
