import { splitReasoning } from '@sdk/core';
import type { LightLLMMessageParam } from '@sdk/provider-lightllm/face';
import type { Client } from './client.ts';
import { runTool, TOOLS } from './tools.ts';

/** How often the model may ask for tools before it must have answered. */
const MAX_ROUNDS = 8;

const INSTRUCTIONS = 'You are a research assistant. Search, visit what you find, and answer in one sentence from what you have read.';

/** Lets a model search and visit until it answers. `onStep` is told of every call and its result. */
export async function research(client: Client, model: string, question: string, onStep: (call: string, result: string) => void): Promise<string> {
  const messages: LightLLMMessageParam[] = [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: question },
  ];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { choices } = await client.create({ model, messages, tools: TOOLS });
    const message = choices[0]?.message;
    if (!message?.tool_calls?.length) return splitReasoning(message?.content ?? '').text;
    messages.push(message);
    for (const { id, function: called } of message.tool_calls) {
      const result = runTool(called.name, called.arguments);
      onStep(`${called.name}(${called.arguments})`, result);
      messages.push({ role: 'tool', tool_call_id: id, content: result });
    }
  }
  throw new Error(`The model still asked for tools after ${MAX_ROUNDS} rounds.`);
}
