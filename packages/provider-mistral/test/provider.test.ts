import { describeEnvironment } from '@sdk/testing/conformance';
import { createMistral, mistral, MistralError } from '../src/index.ts';

describeEnvironment({
  name: 'mistral',
  ready: mistral,
  create: () => createMistral(),
  errorClass: MistralError,
  apiKeyEnv: ['MISTRAL_API_KEY'],
  baseUrlEnv: 'MISTRAL_BASE_URL',
});
