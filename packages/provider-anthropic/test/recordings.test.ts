import { describeRecordings } from '@sdk/testing/conformance';
import { createAnthropic } from '../src/index.ts';

describeRecordings({ name: 'anthropic', create: createAnthropic, filter: ({ provider }) => provider === 'anthropic' });
