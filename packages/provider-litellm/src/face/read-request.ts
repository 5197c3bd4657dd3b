import type { AssistantMessage, CallOptions, Message, ProviderData } from '@sdk/core';
import { readChatRequest } from '@sdk/openai-wire/server';
import type { LiteLLMMessage, LiteLLMRequest } from './types.ts';

/**
 * Reads a request as a call.
 *
 * @throws RequestFieldError an `InvalidRequestError` that names the field
 */
export function readRequest(request: LiteLLMRequest, model: string): CallOptions {
  const { messages, tools, sessionId } = request ?? {};
  const { options } = readChatRequest({
    model,
    messages: Array.isArray(messages) ? messages.map((message: unknown) => (isMessage(message) ? inChatWords(message) : message)) : messages,
    ...(tools ? { tools: tools.map((tool) => ('function' in tool || tool.type === 'custom' ? tool : { type: 'function', function: tool })) } : {}),
  });
  return {
    ...options,
    messages: options.messages.length === messages.length ? options.messages.map((message, at) => withData(message, messages[at]?.providerData)) : options.messages,
    ...(sessionId === undefined ? {} : { sessionId }),
  };
}

function isMessage(value: unknown): value is LiteLLMMessage {
  return typeof value === 'object' && value !== null;
}

function inChatWords({ toolCalls, toolCallId, providerData: _own, ...message }: LiteLLMMessage): object {
  const calls = toolCalls?.map(({ id, function: called, invalid }) => {
    const args = invalid ?? (typeof called.arguments === 'string' ? called.arguments : JSON.stringify(called.arguments));
    return { id, type: 'function', function: { name: called.name, arguments: args } };
  });
  return {
    ...message,
    ...(calls?.length ? { tool_calls: calls } : {}),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  };
}

/** Gives a message its signed thoughts back. */
function withData(message: Message, providerData: ProviderData | undefined): Message {
  if (message.role !== 'assistant' || !providerData) return message;
  const { content } = message;
  const parts: AssistantMessage['content'] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return { ...message, content: [{ type: 'reasoning', text: '', providerData }, ...parts] };
}
