import { describeRecordings, type RecordingEntry } from '@sdk/testing/conformance';
import { createGemini } from '../src/index.ts';

const KINDS = ['generateContent', 'embeddings', 'models'];

function isOf(provider: string): (entry: RecordingEntry) => boolean {
  return (entry) => entry.provider === provider && KINDS.includes(entry.kind);
}

describeRecordings({ name: 'gemini', create: createGemini, filter: isOf('gemini'), basePath: '/v1beta' });
describeRecordings({
  name: 'vertexai',
  create: createGemini,
  filter: isOf('vertexai'),
  basePath: '/v1beta1/projects/project/locations/x/publishers/google',
});
