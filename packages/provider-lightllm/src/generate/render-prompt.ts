import { isJSONObject, toJSONSchema, type AssistantMessage, type CallOptions, type FilePart, type FunctionTool, type Message, type TextPart, type ToolResultPart } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { resultText } from '@sdk/openai-wire';
import { unwrapToolResponse } from '../tool-response.ts';
import { escapeMarkers, openTurn, turn } from './chatml.ts';
import type { WireImage } from './wire.ts';

/** A conversation as one text, and the images that have a place in it, in order. */
export interface RenderedPrompt {
  inputs: string;
  images: WireImage[];
}

/** Thoughts that are over before they begin: how Qwen3 is told not to think. */
const NO_THOUGHTS = '<think>\n\n</think>\n\n';

/**
 * Renders a conversation as ChatML with Hermes tools, as Qwen and its kin are trained on.
 *
 * Nothing that a message, a result or a tool holds can end its turn: see `escapeMarkers`. A last message of the assistant is left
 * open, to be continued.
 *
 * @param imagePlaceholder What stands in the prompt for an image.
 */
export function renderPrompt(options: CallOptions, context: EncodeContext, imagePlaceholder: string): RenderedPrompt {
  const rendering: Rendering = { context, imagePlaceholder, images: [] };
  const { messages, reasoning } = options;
  const [first] = messages;
  const instructions = toolInstructions(options);
  let inputs = '';
  if (instructions !== '') inputs += turn('system', first?.role === 'system' ? `${textIn(first.content)}\n\n${instructions}` : instructions);
  for (const [at, message] of messages.entries()) {
    if (message === first && message.role === 'system' && instructions !== '') continue;
    const isOpen = message.role === 'assistant' && at === messages.length - 1;
    inputs += isOpen ? openTurn('assistant', assistantContent(message)) : renderTurn(message, rendering);
  }
  if (messages.at(-1)?.role !== 'assistant') inputs += openTurn('assistant', reasoning === 'none' ? NO_THOUGHTS : '');
  return { inputs, images: rendering.images };
}

/** What the rendering of one conversation knows. */
interface Rendering {
  context: EncodeContext;
  imagePlaceholder: string;
  images: WireImage[];
}

function renderTurn(message: Message, rendering: Rendering): string {
  switch (message.role) {
    case 'system':
      return turn('system', textIn(message.content));
    case 'user':
      return turn('user', partsIn(message.content, rendering));
    case 'assistant':
      return turn('assistant', assistantContent(message));
    default:
      return turn('user', message.content.map((part) => renderResult(part, rendering)).join('\n'));
  }
}

function textIn(content: string | TextPart[]): string {
  return escapeMarkers(typeof content === 'string' ? content : content.map(({ text }) => text).join('\n'));
}

/** Texts and images, one below the other, as the server's own chat route has them. */
function partsIn(content: string | readonly { type: string }[], rendering: Rendering): string {
  if (typeof content === 'string') return escapeMarkers(content);
  const known = content.filter((part): part is TextPart | FilePart => part.type === 'text' || part.type === 'file');
  return known.map((part) => (part.type === 'text' ? escapeMarkers(part.text) : renderImage(part, rendering))).join('\n');
}

function renderImage({ mediaType, url, data }: FilePart, { context, images, imagePlaceholder }: Rendering): string {
  if (!mediaType.startsWith('image/')) return context.unsupported(`takes images only, not ${mediaType}.`);
  images.push(url === undefined ? { type: 'base64', data: data as string } : { type: 'url', data: url });
  return imagePlaceholder;
}

function assistantContent({ content }: AssistantMessage): string {
  if (typeof content === 'string') return escapeMarkers(content);
  let text = '';
  const calls: string[] = [];
  for (const part of content) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'tool-call' && !part.providerExecuted) {
      const args = part.invalid ?? JSON.stringify(part.arguments);
      calls.push(`<tool_call>\n{"name": ${JSON.stringify(part.toolName)}, "arguments": ${args}}\n</tool_call>`);
    }
    // Thoughts of earlier turns are not shown again; sources and other vendors' blocks are not for this wire.
  }
  return escapeMarkers([...(text === '' ? [] : [text]), ...calls].join('\n'));
}

const RESPONSE_END = /<\/( *)(?=tool_response>)/g;

/** A result, between its tags once. What looks like the closing tag inside of it does not close it. */
function renderResult({ content, result }: ToolResultPart, rendering: Rendering): string {
  const inner = content ? partsIn(content, rendering) : escapeMarkers(unwrapToolResponse(resultText(result)));
  const bare = content ? unwrapToolResponse(inner) : inner;
  return `<tool_response>\n${bare.replace(RESPONSE_END, '</ $1')}\n</tool_response>`;
}

function toolInstructions({ tools = [], toolChoice }: CallOptions): string {
  const functions = tools.filter((tool): tool is FunctionTool => tool.type !== 'provider');
  if (functions.length === 0 || toolChoice === 'none') return '';
  const list = functions.map(({ name, description, parameters }) => {
    const schema = toJSONSchema(parameters);
    return JSON.stringify({ type: 'function', function: { name, ...(description === undefined ? {} : { description }), parameters: isJSONObject(schema) ? schema : {} } });
  });
  return escapeMarkers(`# Tools

These functions can be called, each described by one line of JSON:
<tools>
${list.join('\n')}
</tools>

To call one, write a JSON object with its name and its arguments between <tool_call> tags, one pair of tags per call:
<tool_call>
{"name": "the function's name", "arguments": {"its parameter": "a value"}}
</tool_call>
Results come back between <tool_response> tags, in the order of the calls.`);
}
