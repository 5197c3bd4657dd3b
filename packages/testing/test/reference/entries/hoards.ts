import type { Provider } from '@sdk/core';
import { createReference as create, type ReferenceOptions } from '../reference-provider.ts';

/** Has no limits, which law 12 forbids. */
export function createReference(options: ReferenceOptions): Provider {
  return create({ ...options, limits: { eventBytes: Infinity, errorBodyBytes: Infinity, jsonBytes: Infinity } });
}
