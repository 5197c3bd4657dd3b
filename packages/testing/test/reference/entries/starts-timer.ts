export { createReference } from '../reference-provider.ts';

setTimeout(() => {}, 10).unref();
