import { Refusal } from '../refusal.ts';

/** Where the content of a file is, as a message says it. */
export type FileAddress = { kind: 'web' | 'local' | 'data'; url: URL } | { kind: 'vendor' };

/** What is stored at a vendor: `gs://bucket/a.png`, `file-abc123`, `files/abc`. Nothing that could be read as a host. */
const STORED = /^(?:gs:\/\/\w[\w.-]*\/[^\s\\]*|\w[\w.=+~-]*(?:\/\w[\w.=+~-]*)*)$/i;

const KINDS: Partial<Record<string, 'web' | 'local' | 'data'>> = { 'http:': 'web', 'https:': 'web', 'file:': 'local', 'data:': 'data' };

/**
 * Reads what a message gives as the URL of a file.
 *
 * @throws Refusal for anything whose meaning is not known here: whoever is handed it might find one, and connect to it
 */
export function readFileAddress(text: string): FileAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const kind = KINDS[url?.protocol ?? ''];
  if (url && kind) return { kind, url };
  if (STORED.test(text)) return { kind: 'vendor' };
  throw new Refusal(400, 'invalid_value', "The URL of a file is neither an http(s) nor a data: URL, nor a file's id at a vendor.");
}
