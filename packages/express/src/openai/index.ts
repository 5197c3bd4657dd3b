export type { FileRules } from '../gateway/files/file-rules.ts';
export type { GatewayOptions } from '../gateway/gateway-options.ts';
export type { ModelListOptions } from './models.ts';
export { openaiRouter, type OpenAIRouterOptions } from './openai-router.ts';
