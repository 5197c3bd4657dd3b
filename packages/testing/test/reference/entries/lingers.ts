import type { Provider } from '@sdk/core';
import { createReference as create, type ReferenceOptions } from '../reference-provider.ts';

/** Leaves a timer behind, which law 16 forbids. */
export function createReference(options: ReferenceOptions): Provider {
  setTimeout(() => {}, 3_000);
  return create(options);
}
