import { LLMock, type ChatCompletionRequest, type TextResponse, type ToolCallResponse } from '@copilotkit/aimock';

/** Slow enough to see that answers stream, and one of the two slower, so that there is something to compare. */
const MODELS = [
  { model: 'mock-large', latency: 25 },
  { model: 'mock-small', latency: 9 },
];
const CHARACTERS_PER_CHUNK = 6;

const ABOUT = `This is a **mock** inside the program: no model has read your prompt. It shows what an answer looks like.

| you can | how |
|---|---|
| compare | switch on *Compare two* |
| call a tool | add one under *Tools*, ask, and answer its call by hand |
| ask for JSON | choose a schema under *Output* |

\`\`\`ts
const answer = await model.generate({ messages });
console.log(answer.text); // the same, in your program
\`\`\`

For a real model set its key, e.g. \`OPENAI_API_KEY\`, here or in \`.env\`, or run Ollama.`;

/** Starts a server that speaks OpenAI's API and has two models. */
export async function startMock(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: CHARACTERS_PER_CHUNK });
  for (const { model, latency } of MODELS) server.on({ model }, answer, { latency });
  await server.start();
  return { url: server.url, stop: async () => void (await server.stop()) };
}

function answer({ messages, tools, response_format: format }: ChatCompletionRequest): TextResponse | ToolCallResponse {
  const last = messages.at(-1);
  const tool = tools?.[0]?.function;
  if (last?.role === 'tool') return { content: `You answered in place of the tool:\n\n> ${textOf(last.content)}` };
  if (tool) return { toolCalls: [{ name: tool.name, arguments: JSON.stringify(sampleOf(tool.parameters)) }] };
  if (format?.type === 'json_schema') return { content: JSON.stringify(sampleOf(format['json_schema']), null, 2) };
  if (format) return { content: '{"mock": true}' };
  return { content: ABOUT, reasoning: 'A mock does not think; this shows where thoughts appear.' };
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

interface Schema {
  schema?: Schema;
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
}

/** Something that has the shape of a schema. */
function sampleOf(schema: unknown): unknown {
  const { schema: inner, type, properties, items, enum: values } = (schema ?? {}) as Schema;
  if (inner) return sampleOf(inner);
  if (values) return values[0];
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sampleOf(property)]));
  if (type === 'array') return [sampleOf(items), sampleOf(items)];
  if (type === 'number' || type === 'integer') return 42;
  if (type === 'boolean') return true;
  return type === 'string' ? 'a mock value' : {};
}
