import { LLMock } from '@copilotkit/aimock';
import { describePeer } from '@sdk/testing/conformance';
import { createOpenRouter, OpenRouterError } from '../src/index.ts';
import { KEY, MODEL } from './ask.ts';

const mock = new LLMock({ port: 0 });

describePeer({
  name: 'aimock',
  peer: mock,
  model: () => createOpenRouter({ apiKey: KEY, baseUrl: `${mock.url}/api/v1`, models: ['openai/gpt-5.2'], provider: { sort: 'price' } })(MODEL),
  errorClass: OpenRouterError,
});
