/** The AI SDK with its provider for OpenAI, on the same wire. */
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import { API_KEY, MODEL, PROMPT, TOOL, type Contender, type OnText } from './contender.ts';

export function create(baseUrl: string): Contender {
  const model = createOpenAI({ apiKey: API_KEY, baseURL: baseUrl }).chat(MODEL);
  const tools = { [TOOL.name]: tool({ description: TOOL.description, inputSchema: jsonSchema(TOOL.parameters) }) };

  return {
    async generate() {
      const { text } = await generateText({ model, prompt: PROMPT, maxRetries: 0 });
      return text;
    },

    async stream() {
      let text = '';
      for await (const delta of streamText({ model, prompt: PROMPT, maxRetries: 0 }).textStream) text += delta;
      return text;
    },

    async streamTo(onText: OnText) {
      for await (const delta of streamText({ model, prompt: PROMPT, maxRetries: 0 }).textStream) await onText(delta);
    },

    async toolCall() {
      const [call] = await streamText({ model, prompt: PROMPT, tools, maxRetries: 0 }).toolCalls;
      if (!call) throw new Error('no tool call came');
      return call.input;
    },
  };
}
