import type { GenerateResult, ToolCallPart } from '@sdk/core';
import { writeCompletion } from '@sdk/openai-wire/server';
import type { LiteLLMAnswer, LiteLLMResponse, LiteLLMToolCall } from './types.ts';

/** Writes an answer in the words of agent frameworks. */
export function writeResponse(result: GenerateResult, model: string): LiteLLMResponse {
  const { text, content, toolCalls, usage, response } = result;
  const [choice] = writeCompletion(result, { id: '', created: 0, model }).choices;
  const calls = toolCalls.length > 0 ? { toolCalls: toolCalls.map(writeCall) } : {};
  const providerData = content.find((part) => part.type === 'reasoning' && part.providerData)?.providerData;
  const message: LiteLLMAnswer = { role: 'assistant', content: text, ...calls, ...(providerData ? { providerData } : {}) };
  return {
    message,
    ...calls,
    model: response.modelId ?? model,
    usage: {
      ...(usage.inputTokens === undefined ? {} : { promptTokens: usage.inputTokens }),
      ...(usage.outputTokens === undefined ? {} : { completionTokens: usage.outputTokens }),
      ...(usage.totalTokens === undefined ? {} : { totalTokens: usage.totalTokens }),
    },
    finished: toolCalls.length === 0,
    finishReason: choice?.finish_reason ?? 'stop',
  };
}

function writeCall({ toolCallId, toolName, arguments: args, invalid }: ToolCallPart): LiteLLMToolCall {
  return { id: toolCallId, type: 'function', function: { name: toolName, arguments: args }, ...(invalid === undefined ? {} : { invalid }) };
}
