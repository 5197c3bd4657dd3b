/** The vendor's own client. */
import OpenAI from 'openai';
import { API_KEY, MODEL, PROMPT, TOOL, type Contender, type OnText } from './contender.ts';

export function create(baseUrl: string): Contender {
  const client = new OpenAI({ apiKey: API_KEY, baseURL: baseUrl, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: PROMPT }];
  const ask = () =>
    client.chat.completions.create({ model: MODEL, messages, stream: true, stream_options: { include_usage: true } });

  return {
    async generate() {
      const answer = await client.chat.completions.create({ model: MODEL, messages });
      return answer.choices[0]?.message.content ?? '';
    },

    async stream() {
      let text = '';
      for await (const chunk of await ask()) text += chunk.choices[0]?.delta.content ?? '';
      return text;
    },

    async streamTo(onText: OnText) {
      for await (const chunk of await ask()) {
        const content = chunk.choices[0]?.delta.content;
        if (content) await onText(content);
      }
    },

    /** By its helper that puts tool calls together; `create` leaves that to the caller. */
    async toolCall() {
      const tools = [{ type: 'function' as const, function: TOOL }];
      const answer = await client.chat.completions
        .stream({ model: MODEL, messages, tools, stream_options: { include_usage: true } })
        .finalChatCompletion();
      const call = answer.choices[0]?.message.tool_calls?.[0];
      if (call?.type !== 'function') throw new Error('no tool call came');
      return JSON.parse(call.function.arguments) as unknown;
    },
  };
}
