import { toJSONSchema, type CallOptions, type ContentPart, type JSONObject, type Message, type Tool } from '@sdk/core';
import { WIRE, type WireContent, type WireMessage } from '../src/wire.ts';

/** A request as Cohere gets it. */
export interface SentRequest {
  model: string;
  messages: WireMessage[];
  stream?: boolean;
  tools?: { function: { name: string; description?: string; parameters: JSONObject } }[];
  tool_choice?: 'REQUIRED' | 'NONE';
  response_format?: { json_schema?: JSONObject };
  temperature?: number;
  thinking?: { type: string };
}

/** The call that a request comes from: the encoder's way back, for tests only. */
export function readRequest({ model, messages, tools, tool_choice, response_format, temperature, thinking }: SentRequest): CallOptions {
  return {
    messages: messages.map((message) => readMessage(message, model)),
    ...(tools ? { tools: tools.map(({ function: { name, description, parameters } }): Tool => ({ name, ...(description ? { description } : {}), parameters })) } : {}),
    ...(tool_choice ? { toolChoice: tool_choice === 'NONE' ? 'none' : 'required' } : {}),
    ...(response_format ? { responseFormat: { type: 'json', ...(response_format.json_schema ? { schema: toJSONSchema(response_format.json_schema) } : {}) } } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(thinking ? { reasoning: 'medium' } : {}),
  };
}

function readMessage(message: WireMessage, model: string): Message {
  const blocks = blocksOf(message.content);
  const thought = (text: string, field: string): ContentPart => ({ type: 'reasoning', text, providerData: { [WIRE]: { model, field } } });
  if (message.role === 'tool') {
    const documents = blocks.flatMap((block) => (block.type === 'document' ? [{ ...(block.document.id ? { id: block.document.id } : {}), ...block.document.data }] : []));
    const result = documents.length > 0 ? documents : blocks.map((block) => (block.type === 'text' ? block.text : '')).join('');
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: message.tool_call_id, result }] };
  }
  const content = blocks.map((block): ContentPart => {
    if (block.type === 'text') return { type: 'text', text: block.text };
    if (block.type === 'thinking') return thought(block.thinking, 'thinking');
    if (block.type === 'image_url') return { type: 'file', mediaType: 'image/*', url: block.image_url.url };
    throw new Error('A document stands in a message that is not of a tool.');
  });
  if (message.role !== 'assistant') return { role: message.role, content } as Message;
  const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: args } }): ContentPart => ({
    type: 'tool-call',
    toolCallId: id,
    toolName: name,
    arguments: JSON.parse(args) as JSONObject,
  }));
  return { role: 'assistant', content: [...(message.tool_plan ? [thought(message.tool_plan, 'tool_plan')] : []), ...content, ...calls] };
}

function blocksOf(content: string | WireContent[] | undefined): WireContent[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** Messages in one form: content as blocks, empty texts left out. What two conversations have in common is equal then. */
export function inOneForm(messages: readonly WireMessage[]): unknown {
  return messages.map(({ content, ...rest }) => ({
    ...rest,
    content: blocksOf(content).filter((block) => block.type !== 'text' || block.text !== ''),
  }));
}
