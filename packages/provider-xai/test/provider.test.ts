import { describeEnvironment } from '@sdk/testing/conformance';
import { createXAI, xai, XAIError } from '../src/index.ts';

describeEnvironment({
  name: 'xai',
  ready: xai,
  create: () => createXAI(),
  errorClass: XAIError,
  apiKeyEnv: ['XAI_API_KEY'],
  baseUrlEnv: 'XAI_BASE_URL',
});
