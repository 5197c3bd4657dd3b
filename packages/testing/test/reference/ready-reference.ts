import { ConfigurationError, type CallOptions, type LanguageModel, type Provider } from '@sdk/core';
import { createReference } from './reference-provider.ts';

/** The variables of the reference provider: two of the key, one of the base URL. */
export const VARIABLES = { apiKeyEnv: ['REFERENCE_API_KEY', 'REF_API_KEY'], baseUrlEnv: 'REFERENCE_BASE_URL' } as const;

/** What is wrong with a provider that looks into the environment. */
export interface EnvironmentFaults {
  /** It is in the environment's place. */
  apiKey?: string;
  baseUrl?: string;
  /** What stands after the base URL. */
  path?: string;
  headers?: (key: string) => Record<string, string>;
  missing?: () => unknown;
  /** Sends without a key what should fail. */
  sends?: 'stream';
  spoil?: (error: unknown) => unknown;
}

/** The reference provider, which takes key and base URL from the environment at every call. */
export function readyReference(faults: EnvironmentFaults = {}): Provider {
  const { missing = () => new ConfigurationError('reference needs a key: pass `apiKey` or set REFERENCE_API_KEY or REF_API_KEY.') } = faults;
  const modelFor = (modelId: string, form: 'whole' | 'stream'): LanguageModel => {
    const apiKey = faults.apiKey ?? VARIABLES.apiKeyEnv.map((name) => process.env[name]).find(Boolean);
    const baseUrl = faults.baseUrl ?? process.env[VARIABLES.baseUrlEnv] ?? '';
    if (!apiKey && faults.sends !== form) throw missing() as Error;
    return createReference({ apiKey: apiKey ?? 'none', baseUrl: baseUrl.replace(/\/$/, '') + (faults.path ?? ''), headers: faults.headers?.(apiKey ?? '') ?? {} })(modelId);
  };
  const provider = (modelId: string): LanguageModel => ({
    provider: 'reference',
    modelId,
    capabilities: {},
    generate: async (call) => {
      const model = modelFor(modelId, 'whole');
      return await model.generate(call).catch((error: unknown) => Promise.reject((faults.spoil?.(error) ?? error) as Error));
    },
    stream: (call: CallOptions) => (async function* () { yield* modelFor(modelId, 'stream').stream(call); })(),
  });
  const close = () => Promise.resolve();
  return Object.assign(provider, { id: 'reference', close, [Symbol.asyncDispose]: close });
}
