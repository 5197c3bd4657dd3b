import type { CallOptions, JSONObject } from '@sdk/core';
import { ownDataOf } from './own-data.ts';

/** Fields of a request that are said elsewhere. */
const FIXED = new Set(['model', 'messages', 'stream', 'n']);

/** What a call's `providerData` says to one vendor: fields of the request, but for those that are said elsewhere. */
export function vendorFields(options: CallOptions, wire: string): JSONObject {
  return Object.fromEntries(Object.entries(ownDataOf(options, wire)).filter(([name]) => !FIXED.has(name)));
}
