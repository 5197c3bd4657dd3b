/** Ours, from the built `dist` that ships. */
import { createAnthropic } from '@sdk/provider-anthropic';
import { API_KEY, PROMPT, type StreamContender } from '../contender.ts';

export function create(baseUrl: string): StreamContender {
  const model = createAnthropic({ apiKey: API_KEY, baseUrl })('claude-sonnet-4-5');
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
