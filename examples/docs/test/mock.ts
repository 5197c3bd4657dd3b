import { LLMock, type ChatCompletionRequest, type FixtureResponse } from '@copilotkit/aimock';

/** A server that gives every snippet an answer of the form that it asks for. */
export async function startMock(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1' });
  mock.on({ endpoint: 'chat', predicate: hasOpenTool }, callTool);
  mock.on({ endpoint: 'chat' }, ({ response_format: format }) => ({ content: format ? JSON.stringify(sampleOf(format)) : 'Hello.' }));
  mock.on({ endpoint: 'embedding' }, { embedding: [0.1, 0.2, 0.3] });
  await mock.start();
  return mock;
}

/** Where each vendor's API begins on the mock, by the beginning of its variables. */
const BASE_PATHS = {
  OPENAI: '/v1',
  LEPTON: '/v1',
  GROQ: '/v1',
  DEEPSEEK: '/v1',
  MISTRAL: '/v1',
  XAI: '/v1',
  OPENROUTER: '/v1',
  PERPLEXITY: '/v1',
  LIGHTLLM: '/v1',
  SYNTH: '/v1',
  LITELLM: '/v1',
  ANTHROPIC: '/v1',
  GEMINI: '/v1beta',
  COHERE: '',
};

/** The variables of a program that believes this server to be every vendor. */
export function environmentOf(server: string): Record<string, string> {
  const variables = Object.entries(BASE_PATHS).flatMap(([name, path]) => [
    [`${name}_API_KEY`, 'sk-test-0123456789'],
    [`${name}_BASE_URL`, server + path],
  ]);
  const own = { OLLAMA_HOST: server, LITELLM_URL: server, AZURE_OPENAI_API_KEY: 'sk-test-0123456789', AZURE_OPENAI_ENDPOINT: server };
  return { ...(Object.fromEntries(variables) as Record<string, string>), ...own };
}

function hasOpenTool({ tools, messages }: ChatCompletionRequest): boolean {
  return tools !== undefined && messages.at(-1)?.role !== 'tool';
}

function callTool({ tools }: ChatCompletionRequest): FixtureResponse {
  const { name = '', parameters = {} } = tools?.[0]?.function ?? {};
  return { toolCalls: [{ name, arguments: JSON.stringify(sampleOf(parameters)) }] };
}

interface JSONSchema {
  type?: string;
  properties?: Record<string, JSONSchema>;
  json_schema?: { schema: JSONSchema };
}

/** Some value that fits a simple schema. */
function sampleOf({ type, properties, json_schema }: JSONSchema): unknown {
  if (json_schema) return sampleOf(json_schema.schema);
  if (type === 'number' || type === 'integer') return 6;
  if (type === 'string') return 'Ada';
  return Object.fromEntries(Object.entries(properties ?? {}).map(([name, schema]) => [name, sampleOf(schema)]));
}
