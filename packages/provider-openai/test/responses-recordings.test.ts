import { describeRecordings } from '@sdk/testing/conformance';
import { createOpenAIResponses } from './openai-responses.ts';

// Amazon serves OpenAI's open models over this API, too.
const SPOKEN = new Set(['openai', 'bedrock-mantle']);
describeRecordings({
  name: 'openai-responses',
  create: createOpenAIResponses,
  basePath: '/v1',
  filter: ({ provider, kind }) => SPOKEN.has(provider) && kind === 'responses',
});
