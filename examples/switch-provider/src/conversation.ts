import type { FunctionTool, GenerateResult, LanguageModel, Message } from '@sdk/core';

/** What the models may call. */
export const getWeather: FunctionTool = {
  name: 'get_weather',
  description: 'The weather in a city, now.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** Asks a model, answers the tools that it calls, and adds both to the conversation: whoever is asked next goes on from there. */
export async function turn(model: LanguageModel, messages: Message[]): Promise<GenerateResult> {
  const result = await model.generate({ messages, tools: [getWeather] });
  messages.push(result.message);
  if (result.toolCalls.length > 0) {
    const content = result.toolCalls.map(({ toolCallId, toolName, arguments: { city } }) => ({
      type: 'tool-result' as const,
      toolCallId,
      toolName,
      result: { city: city ?? null, weather: 'rain', celsius: 12 },
    }));
    messages.push({ role: 'tool', content });
  }
  return result;
}
