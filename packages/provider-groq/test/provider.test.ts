import { describeEnvironment } from '@sdk/testing/conformance';
import { createGroq, groq, GroqError } from '../src/index.ts';

describeEnvironment({
  name: 'groq',
  ready: groq,
  create: () => createGroq(),
  errorClass: GroqError,
  apiKeyEnv: ['GROQ_API_KEY'],
  baseUrlEnv: 'GROQ_BASE_URL',
});
