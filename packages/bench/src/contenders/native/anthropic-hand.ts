/** The loop for Anthropic's Messages that a good engineer writes without a library. */
import { Agent } from 'undici';
import { API_KEY, PROMPT, type StreamContender } from '../contender.ts';
import { readStream } from './read-stream.ts';

interface Event {
  type: string;
  delta?: { type: string; text?: string };
}

export function create(baseUrl: string): StreamContender {
  const dispatcher = new Agent();
  const ask = {
    url: `${baseUrl}/messages`,
    headers: { 'x-api-key': API_KEY, 'anthropic-version': '2023-06-01' },
    body: { model: 'claude-sonnet-4-5', max_tokens: 4096, messages: [{ role: 'user', content: PROMPT }], stream: true },
    eventEnd: '\n\n',
  };
  return {
    async stream() {
      let text = '';
      await readStream(ask, dispatcher, (event) => {
        const at = event.indexOf('data: ');
        if (at < 0) return false;
        const { type, delta } = JSON.parse(event.slice(at + 6)) as Event;
        if (type === 'content_block_delta' && delta?.type === 'text_delta') text += delta.text ?? '';
        return type === 'message_stop';
      });
      return text;
    },
  };
}
