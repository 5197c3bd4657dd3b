import { describeEnvironment } from '@sdk/testing/conformance';
import { createOpenRouter, openrouter, OpenRouterError } from '../src/index.ts';

describeEnvironment({
  name: 'openrouter',
  ready: openrouter,
  create: () => createOpenRouter(),
  errorClass: OpenRouterError,
  apiKeyEnv: ['OPENROUTER_API_KEY'],
  baseUrlEnv: 'OPENROUTER_BASE_URL',
});
