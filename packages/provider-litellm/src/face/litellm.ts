import { createFactories, type LiteLLMFactories } from '../models.ts';
import { LiteLLMProvider } from './litellm-provider.ts';

/**
 * Providers of models by name.
 *
 * @example
 * LiteLLM.gpt4('http://localhost:4000').call({ messages: [{ role: 'user', content: 'Hello' }] }).subscribe(console.log);
 */
export const LiteLLM: LiteLLMFactories<LiteLLMProvider> = createFactories((model, options) => new LiteLLMProvider({ ...options, model }));
