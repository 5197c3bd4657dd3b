import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRegistry, wrapModel, type LanguageModel, type Provider } from '@sdk/core';
import { anthropic } from '@sdk/provider-anthropic';
import { cohere } from '@sdk/provider-cohere';
import { deepseek } from '@sdk/provider-deepseek';
import { gemini } from '@sdk/provider-gemini';
import { groq } from '@sdk/provider-groq';
import { mistral } from '@sdk/provider-mistral';
import { ollama } from '@sdk/provider-ollama';
import { openai } from '@sdk/provider-openai';
import { openrouter } from '@sdk/provider-openrouter';
import { xai } from '@sdk/provider-xai';

/** Providers that want a key: where it is looked for, and which model answers when none is named. One line each. */
const KEYED: { variable: string; provider: Provider; modelId: string }[] = [
  { variable: 'OPENAI_API_KEY', provider: openai, modelId: 'gpt-5.4-mini' },
  { variable: 'ANTHROPIC_API_KEY', provider: anthropic, modelId: 'claude-haiku-4-5' },
  { variable: 'GEMINI_API_KEY', provider: gemini, modelId: 'gemini-3.5-flash' },
  { variable: 'MISTRAL_API_KEY', provider: mistral, modelId: 'mistral-small-latest' },
  { variable: 'GROQ_API_KEY', provider: groq, modelId: 'openai/gpt-oss-120b' },
  { variable: 'DEEPSEEK_API_KEY', provider: deepseek, modelId: 'deepseek-flash' },
  { variable: 'XAI_API_KEY', provider: xai, modelId: 'grok-4.3' },
  { variable: 'COHERE_API_KEY', provider: cohere, modelId: 'command-a-03-2025' },
  { variable: 'OPENROUTER_API_KEY', provider: openrouter, modelId: 'openrouter/auto' },
];

const registry = createRegistry({ openai, anthropic, gemini, mistral, groq, deepseek, xai, cohere, openrouter, ollama });

/** How long a local Ollama may take to say that it is there. */
const OLLAMA_PATIENCE_MS = 500;

/** A model, and how to be done with it. */
export interface Choice {
  model: LanguageModel;
  /** What the user should know about it; `undefined` for a model that was asked for, or a real one. */
  notice?: string;
  close?(): Promise<void>;
}

/**
 * The model that is named; else the first whose key is set; else what a local Ollama has; else the embedded mock.
 *
 * @throws ConfigurationError for a name that is no `provider/model`.
 */
export async function chooseModel(name: string | undefined, signal: AbortSignal): Promise<Choice> {
  loadEnvironment();
  if (name !== undefined) return { model: registry.model(name) };
  for (const { variable, provider, modelId } of KEYED) {
    if (process.env[variable]) return { model: provider(modelId) };
  }
  return (await localOllama(signal)) ?? embeddedMock();
}

/** Reads the project's `.env`. What the environment says already wins. */
function loadEnvironment(): void {
  const file = fileURLToPath(new URL('../../../.env', import.meta.url));
  if (existsSync(file)) process.loadEnvFile(file);
  // A proxy cannot reach what runs on this machine.
  const direct = process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '';
  process.env['no_proxy'] = [direct, 'localhost', '127.0.0.1'].filter((entry) => entry !== '').join(',');
}

async function localOllama(signal: AbortSignal): Promise<Choice | undefined> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(OLLAMA_PATIENCE_MS)]);
    const models = await ollama.listModels({ signal: soon });
    const found = models.find(({ capabilities }) => capabilities?.chat !== false);
    if (!found) return undefined;
    const model = ollama(found.id);
    // The listing knows more of this model than the provider does of all of them, e.g. whether it takes tools.
    return { model: wrapModel(model, { capabilities: { ...model.capabilities, ...found.capabilities } }) };
  } catch {
    return undefined; // it does not run, which is nothing to complain about
  }
}

async function embeddedMock(): Promise<Choice> {
  const { startEmbeddedMock } = await import('./embedded-mock.ts'); // loaded only by those who have nothing else
  const { model, stop } = await startEmbeddedMock();
  return {
    model,
    notice: `No model at hand, so a mock inside this program answers. For a real one set a key (${KEYED.slice(0, 3).map(({ variable }) => variable).join(', ')}, …; here or in .env), or run Ollama with a model (\`ollama serve\`, \`ollama pull qwen3\`).`,
    close: stop,
  };
}
