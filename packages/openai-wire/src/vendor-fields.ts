import { isJSONObject, type CallOptions, type JSONObject } from '@sdk/core';

/** Fields of a request that are said elsewhere. */
const FIXED = new Set(['model', 'messages', 'stream', 'n']);

/** What a call's `providerData` says to one vendor: fields of the request, but for those that are said elsewhere. */
export function vendorFields({ providerData }: CallOptions, wire: string): JSONObject {
  const own = providerData?.[wire];
  return isJSONObject(own) ? Object.fromEntries(Object.entries(own).filter(([name]) => !FIXED.has(name))) : {};
}
