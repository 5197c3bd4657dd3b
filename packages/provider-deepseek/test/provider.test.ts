import { describeEnvironment } from '@sdk/testing/conformance';
import { createDeepSeek, deepseek, DeepSeekError } from '../src/index.ts';

describeEnvironment({
  name: 'deepseek',
  ready: deepseek,
  create: () => createDeepSeek(),
  errorClass: DeepSeekError,
  apiKeyEnv: ['DEEPSEEK_API_KEY'],
  baseUrlEnv: 'DEEPSEEK_BASE_URL',
});
