import { describeProvider } from '@sdk/testing/conformance';
import { referenceSubject } from './reference/sample.ts';

describeProvider(referenceSubject('sse'));
describeProvider(referenceSubject('ndjson'));
