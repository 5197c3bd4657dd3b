import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProviderFactory, SdkConfig } from '@sdk/express';
import { createAnthropic } from '@sdk/provider-anthropic';
import { createGemini } from '@sdk/provider-gemini';
import { createGroq } from '@sdk/provider-groq';
import { createMistral } from '@sdk/provider-mistral';
import { createOllama, ollama } from '@sdk/provider-ollama';
import { createOpenAI } from '@sdk/provider-openai';
import { createOpenRouter } from '@sdk/provider-openrouter';
import { createXAI } from '@sdk/provider-xai';

/** Providers that want a key: where it is looked for, and the model to begin with. One line each. */
const KEYED: Record<string, { variable: string; create: ProviderFactory; defaultModel: string }> = {
  openai: { variable: 'OPENAI_API_KEY', create: createOpenAI, defaultModel: 'gpt-5.4-mini' },
  anthropic: { variable: 'ANTHROPIC_API_KEY', create: createAnthropic, defaultModel: 'claude-sonnet-5' },
  gemini: { variable: 'GEMINI_API_KEY', create: createGemini, defaultModel: 'gemini-3.8-flash' },
  mistral: { variable: 'MISTRAL_API_KEY', create: createMistral, defaultModel: 'mistral-small-latest' },
  groq: { variable: 'GROQ_API_KEY', create: createGroq, defaultModel: 'openai/gpt-oss-120b' },
  xai: { variable: 'XAI_API_KEY', create: createXAI, defaultModel: 'grok-4.7' },
  openrouter: { variable: 'OPENROUTER_API_KEY', create: createOpenRouter, defaultModel: 'anthropic/claude-haiku-4.5' },
};

/** How long a local Ollama may take to say that it is there. */
const OLLAMA_PATIENCE_MS = 500;

/** What `sdk()` is given, and what the user should know about it. */
export interface Found {
  use: Record<string, ProviderFactory>;
  config: SdkConfig;
  notice: string;
}

/** Every provider whose key is set, and a local Ollama; a mock inside this program where there is none. */
export async function findProviders(): Promise<Found> {
  loadEnvironment();
  const keyed = Object.entries(KEYED).filter(([, { variable }]) => process.env[variable]);
  const use = Object.fromEntries(keyed.map(([name, { create }]) => [name, create]));
  const providers: SdkConfig['providers'] = Object.fromEntries(keyed.map(([name, { defaultModel }]) => [name, { defaultModel }]));
  const local = await firstOllamaModel();
  if (local !== undefined) {
    use['ollama'] = createOllama;
    providers['ollama'] = { defaultModel: local };
  }
  const [defaultProvider] = Object.keys(use);
  if (defaultProvider === undefined) return mockOnly();
  return { use, config: { defaultProvider, providers }, notice: `Providers: ${Object.keys(use).join(', ')}.` };
}

/** Reads the project's `.env`. What the environment says already wins. */
function loadEnvironment(): void {
  const file = fileURLToPath(new URL('../../../.env', import.meta.url));
  if (existsSync(file)) process.loadEnvFile(file);
  // A proxy cannot reach what runs on this machine.
  const direct = process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '';
  process.env['no_proxy'] = [direct, 'localhost', '127.0.0.1'].filter((entry) => entry !== '').join(',');
}

async function firstOllamaModel(): Promise<string | undefined> {
  try {
    const models = await ollama.listModels({ signal: AbortSignal.timeout(OLLAMA_PATIENCE_MS) });
    return models.find(({ capabilities }) => capabilities?.chat !== false)?.id;
  } catch {
    return undefined; // it does not run, which is nothing to complain about
  }
}

async function mockOnly(): Promise<Found> {
  const { startMock } = await import('./mock.ts'); // loaded only by those who have nothing else
  const { url } = await startMock();
  const mock = { apiKey: 'the-mock-takes-any', baseUrl: `${url}/v1`, defaultModel: 'mock-large' };
  const names = Object.values(KEYED).map(({ variable }) => variable);
  return {
    use: { mock: createOpenAI },
    config: { defaultProvider: 'mock', providers: { mock } },
    notice: `No key is set, so a mock inside this program answers. For a real model set one of\n${names.join(', ')}\n(here or in .env), or run Ollama.`,
  };
}
