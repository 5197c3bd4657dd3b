import type { Provider } from '@sdk/core';
import { createReference as create, type ReferenceOptions } from './reference-provider.ts';

/** The reference provider in lines of JSON, as child processes find it. */
export function createReference(options: ReferenceOptions): Provider {
  return create({ ...options, framing: 'ndjson' });
}
