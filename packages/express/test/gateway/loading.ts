import type { CallOptions, FilePart } from '@sdk/core';
import { resolveFileRules, type FileRules } from '../../src/gateway/files/file-rules.ts';
import { createFileLoader } from '../../src/gateway/files/load-files.ts';
import type { LookupAll } from '../../src/gateway/files/public-address.ts';

/** As little as is needed to know one. */
export const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** A client that stays. */
export const never = new AbortController().signal;
/** A call with files, images where nothing else is said. */
export const callWith = (...files: Partial<FilePart>[]): CallOptions => ({ messages: [{ role: 'user', content: files.map((file) => ({ type: 'file', mediaType: 'image/*', ...file })) }] });

/** Loads one file for the provider `main`. @param lookup Answers every name with these addresses, one list per call. */
export function load(url: string, rules: FileRules = {}, lookup?: LookupAll): Promise<FilePart | undefined> {
  const loading = createFileLoader(resolveFileRules(rules), lookup).begin(never).load(callWith({ url }), 'main');
  return loading.then(({ messages }) => (messages[0]?.content as FilePart[])[0]);
}

/** A lookup that gives these addresses for every name. */
export const answering = (...addresses: string[]): LookupAll => (_name, _options, callback) =>
  callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
