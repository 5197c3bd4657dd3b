export { anthropicRouter, type AnthropicRouterOptions } from './anthropic-router.ts';
export type { FileRules } from '../gateway/files/file-rules.ts';
export type { GatewayOptions } from '../gateway/gateway-options.ts';
