import type { LanguageModel, Message, Provider } from '@sdk/core';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions, type ScriptStep } from '@sdk/testing';
import { createService, type ModelConfig, type ProviderFactory, type ProviderSettings, type Service, type ServiceOptions } from '@sdk/service';

export const SECRET = 'sk-very-secret-0123456789';
export const PROMPT: Message[] = [{ role: 'user', content: 'Why is the sky blue?' }];
export const CONFIG: ModelConfig = { provider: 'fake', model: 'small', apiKey: SECRET };
export const ENCRYPTION_KEY = Buffer.alloc(32, 1).toString('base64');
export const OTHER_ENCRYPTION_KEY = Buffer.alloc(32, 2).toString('base64');

/** Retries without waiting. */
export const NO_WAIT = { clock: { now: () => performance.now(), sleep: () => Promise.resolve() } };

/** What has been made of a factory, and asked of its models. */
export interface Made {
  settings: ProviderSettings;
  asked: { modelId: string; model: ScriptedModel }[];
  closed: boolean;
}

export interface FakeProvider {
  factory: ProviderFactory;
  made: Made[];
  /** The options of every call, in order, whichever provider it went to. */
  calls: { modelId: string; apiKey: unknown; options: Parameters<LanguageModel['generate']>[0] }[];
}

/** A provider whose models say what a script says, by model id; each call notes which key it went with. */
export function fakeProvider(scripts: Record<string, ScriptStep>, options: ScriptedModelOptions = {}, more: Partial<Provider> = {}): FakeProvider {
  const fake: FakeProvider = { factory: make, made: [], calls: [] };
  function make(settings: ProviderSettings): Provider {
    const made: Made = { settings, asked: [], closed: false };
    fake.made.push(made);
    const provider = (modelId: string) => {
      const script = scripts[modelId] ?? `no script for ${modelId}`;
      const step: ScriptStep = (call) => {
        fake.calls.push({ modelId, apiKey: settings.apiKey, options: call });
        return typeof script === 'function' ? script(call, fake.calls.length - 1) : script;
      };
      const model = scriptedModel(step, { provider: 'fake', modelId, ...options });
      made.asked.push({ modelId, model });
      return model;
    };
    const close = async () => void (made.closed = true);
    return Object.assign(provider, { id: 'fake', close, [Symbol.asyncDispose]: close, ...more });
  }
  return fake;
}

/** A service with one provider, `fake`, that does not wait before it retries. */
export function serviceOf(fake: FakeProvider, more: Partial<ServiceOptions> = {}): Service {
  return createService({ providers: { fake: fake.factory }, retry: NO_WAIT, env: {}, ...more });
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs = 8_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('It never came to hold.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('It did not fail.');
}

export async function allOf<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
