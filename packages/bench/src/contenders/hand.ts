/** What everybody is held against: the loop that a good engineer writes for one vendor, without a library. */
import { Agent, request } from 'undici';
import { API_KEY, MODEL, PROMPT, TOOL, type Contender, type OnText } from './contender.ts';

interface Chunk {
  choices: { delta: { content?: string | null; tool_calls?: { function: { arguments: string } }[] } }[];
}

const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` };

export function create(baseUrl: string): Contender {
  const url = `${baseUrl}/chat/completions`;
  const messages = [{ role: 'user', content: PROMPT }];
  const dispatcher = new Agent(); // a pool of its own, as every client has

  async function ask(options: object) {
    const body = JSON.stringify({ model: MODEL, messages, ...options });
    const response = await request(url, { method: 'POST', headers: HEADERS, body, dispatcher });
    if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
    return response.body;
  }

  return {
    async generate() {
      const body = await ask({});
      const answer = (await body.json()) as { choices: { message: { content: string } }[] };
      return answer.choices[0]?.message.content ?? '';
    },

    async stream() {
      const body = await ask({ stream: true, stream_options: { include_usage: true } });
      const decoder = new TextDecoder();
      let buffer = '';
      let text = '';
      for await (const bytes of body) {
        buffer += decoder.decode(bytes as Buffer, { stream: true });
        const events = buffer.split('\n\n');
        buffer = events.pop() ?? '';
        for (const event of events) {
          if (!event.startsWith('data: ')) continue;
          const data = event.slice(6);
          if (data === '[DONE]') return text;
          const chunk = JSON.parse(data) as Chunk;
          text += chunk.choices[0]?.delta.content ?? '';
        }
      }
      throw new Error('the answer was cut');
    },

    async streamTo(onText: OnText) {
      const body = await ask({ stream: true, stream_options: { include_usage: true } });
      const decoder = new TextDecoder();
      let buffer = '';
      for await (const bytes of body) {
        buffer += decoder.decode(bytes as Buffer, { stream: true });
        const events = buffer.split('\n\n');
        buffer = events.pop() ?? '';
        for (const event of events) {
          if (!event.startsWith('data: ')) continue;
          const data = event.slice(6);
          if (data === '[DONE]') return;
          const chunk = JSON.parse(data) as Chunk;
          const content = chunk.choices[0]?.delta.content;
          if (content) await onText(content);
        }
      }
    },

    async toolCall() {
      const tools = [{ type: 'function', function: TOOL }];
      const body = await ask({ stream: true, stream_options: { include_usage: true }, tools });
      const decoder = new TextDecoder();
      let buffer = '';
      let args = '';
      for await (const bytes of body) {
        buffer += decoder.decode(bytes as Buffer, { stream: true });
        const events = buffer.split('\n\n');
        buffer = events.pop() ?? '';
        for (const event of events) {
          if (!event.startsWith('data: ')) continue;
          const data = event.slice(6);
          if (data === '[DONE]') return JSON.parse(args) as unknown;
          const chunk = JSON.parse(data) as Chunk;
          args += chunk.choices[0]?.delta.tool_calls?.[0]?.function.arguments ?? '';
        }
      }
      throw new Error('the answer was cut');
    },
  };
}
