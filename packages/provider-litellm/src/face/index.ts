export { LITELLM_MODELS } from '../models.ts';
export { LiteLLM } from './litellm.ts';
export { LiteLLMProvider } from './litellm-provider.ts';
export type * from './types.ts';
