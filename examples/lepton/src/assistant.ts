import type { FunctionTool, LanguageModel, Message, ToolResultPart } from '@sdk/core';
import { z } from 'zod';

/** How often the model may ask for tools before it must have answered. */
const MAX_ROUNDS = 5;

/** A tool whose parameters are a type: an object of zod says both. */
const orderStatus = {
  name: 'order_status',
  description: 'Where an order is.',
  parameters: z.object({ orderId: z.string().describe('e.g. "A-1042"') }),
} satisfies FunctionTool;

function lookUp(args: unknown): { orderId: string; status: string } {
  const { orderId } = orderStatus.parameters.parse(args);
  return { orderId, status: 'shipped' };
}

/** Asks until no tool is called any more, and gives the answer. The conversation holds all of it, for the next question. */
export async function ask(model: LanguageModel, messages: Message[]): Promise<string> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { text, toolCalls, message } = await model.generate({ messages, tools: [orderStatus], maxTokens: 300, temperature: 0.2 });
    messages.push(message);
    if (toolCalls.length === 0) return text;
    const content = toolCalls.map(({ toolCallId, toolName, arguments: args }): ToolResultPart => ({ type: 'tool-result', toolCallId, toolName, result: lookUp(args) }));
    messages.push({ role: 'tool', content });
  }
  return 'The model kept asking for tools.';
}
