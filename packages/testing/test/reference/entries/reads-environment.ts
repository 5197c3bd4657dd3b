export { createReference } from '../reference-provider.ts';

/** Read at import, which law 13 forbids. */
export const key = process.env['REFERENCE_API_KEY'];
