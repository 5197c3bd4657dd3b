import { describeEnvironment } from '@sdk/testing/conformance';
import { createPerplexity, perplexity, PerplexityError } from '../src/index.ts';

describeEnvironment({
  name: 'perplexity',
  ready: perplexity,
  create: () => createPerplexity(),
  errorClass: PerplexityError,
  apiKeyEnv: ['PERPLEXITY_API_KEY'],
  baseUrlEnv: 'PERPLEXITY_BASE_URL',
});
