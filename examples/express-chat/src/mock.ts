import { LLMock, type ChatCompletionRequest } from '@copilotkit/aimock';

const MS_PER_CHUNK = 20;
const CHARACTERS_PER_CHUNK = 12;

/** Starts a server that speaks OpenAI's API: it asks for the time in Tokyo, then tells it. */
export async function startMock(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new LLMock({ port: 0, host: '127.0.0.1', latency: MS_PER_CHUNK, chunkSize: CHARACTERS_PER_CHUNK });
  server.on(
    { predicate: ({ messages }) => messages.at(-1)?.role !== 'tool' },
    {
      content: 'This is a mock answer, from a script. To show a tool call, the script asks for the time in Tokyo.',
      toolCalls: [{ name: 'cityTime', arguments: '{"timeZone":"Asia/Tokyo"}' }],
    },
  );
  server.on({}, tellTheTime);
  await server.start();
  return { url: server.url, stop: async () => void (await server.stop()) };
}

function tellTheTime({ messages }: ChatCompletionRequest): { content: string } {
  const told = messages.at(-1)?.content;
  return { content: `The tool ran on this machine and says: ${typeof told === 'string' ? told : 'nothing'}` };
}
