/** Ours, from the built `dist` that ships. */
import { createGemini } from '@sdk/provider-gemini';
import { API_KEY, PROMPT, type StreamContender } from '../contender.ts';

export function create(baseUrl: string): StreamContender {
  const model = createGemini({ apiKey: API_KEY, baseUrl })('gemini-2.5-flash');
  const messages = [{ role: 'user' as const, content: PROMPT }];
  return {
    async stream() {
      let text = '';
      for await (const part of model.stream({ messages })) {
        if (part.type === 'text-delta') text += part.delta;
      }
      return text;
    },
  };
}
