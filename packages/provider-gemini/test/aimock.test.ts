import { LLMock } from '@copilotkit/aimock';
import { describePeer } from '@sdk/testing/conformance';
import { createGemini, GeminiError } from '../src/index.ts';

const mock = new LLMock({ port: 0, chunkSize: 4 });

// Its own word for a call, "FUNCTION_CALL", is not the vendor's.
describePeer({
  name: 'aimock',
  peer: mock,
  model: () => createGemini({ baseUrl: `${mock.url}/v1beta`, apiKey: 'key' })('gemini-2.5-flash'),
  errorClass: GeminiError,
});
