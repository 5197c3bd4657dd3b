/** The loop for Gemini's streamGenerateContent that a good engineer writes without a library. */
import { Agent } from 'undici';
import { API_KEY, PROMPT, type StreamContender } from '../contender.ts';
import { readStream } from './read-stream.ts';

interface Chunk {
  candidates?: { content?: { parts?: { text?: string; thought?: boolean }[] }; finishReason?: string }[];
}

export function create(baseUrl: string): StreamContender {
  const dispatcher = new Agent();
  const ask = {
    url: `${baseUrl}/models/gemini-2.5-flash:streamGenerateContent?alt=sse`,
    headers: { 'x-goog-api-key': API_KEY },
    body: { contents: [{ role: 'user', parts: [{ text: PROMPT }] }] },
    eventEnd: '\r\n\r\n',
  };
  return {
    async stream() {
      let text = '';
      await readStream(ask, dispatcher, (event) => {
        if (!event.startsWith('data: ')) return false;
        const [candidate] = (JSON.parse(event.slice(6)) as Chunk).candidates ?? [];
        for (const part of candidate?.content?.parts ?? []) if (part.text && !part.thought) text += part.text;
        return candidate?.finishReason !== undefined;
      });
      return text;
    },
  };
}
