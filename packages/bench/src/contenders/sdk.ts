/** Ours, from the built `dist` that ships. */
import { createOpenAI } from '@sdk/provider-openai';
import { API_KEY, MODEL, PROMPT, TOOL, type Contender, type OnText } from './contender.ts';

export function create(baseUrl: string): Contender {
  const model = createOpenAI({ apiKey: API_KEY, baseUrl })(MODEL);
  const messages = [{ role: 'user' as const, content: PROMPT }];

  return {
    async generate() {
      const { text } = await model.generate({ messages });
      return text;
    },

    async stream() {
      let text = '';
      for await (const part of model.stream({ messages })) {
        if (part.type === 'text-delta') text += part.delta;
      }
      return text;
    },

    async streamTo(onText: OnText) {
      for await (const part of model.stream({ messages })) {
        if (part.type === 'text-delta') await onText(part.delta);
      }
    },

    async toolCall() {
      for await (const part of model.stream({ messages, tools: [TOOL] })) {
        if (part.type === 'part' && part.part.type === 'tool-call') return part.part.arguments;
      }
      throw new Error('no tool call came');
    },
  };
}
