import type { Message } from '@sdk/core';

const REMOVED = '[redacted]';

/** Shorter texts than this are too common to be told from ordinary words. */
const MIN_SECRET_LENGTH = 6;
const MIN_PROMPT_LENGTH = 12;

/** Removes from a text what must not leave: keys, header values, prompts. A vendor may echo them in its errors. */
export type Redact = (text: string) => string;

/** What a request holds that must not be seen in an error. */
export interface Secrets {
  headers?: Readonly<Record<string, string>>;
  messages?: readonly Message[];
}

/** Headers that say nothing about the caller. */
const PUBLIC_HEADERS = new Set(['content-type', 'accept', 'user-agent', 'content-length', 'host']);

/** Makes a {@link Redact}. Gathers what to look for only when an error asks for it. */
export function createRedact(secrets: () => Secrets): Redact {
  let found: string[] | undefined;
  return (text) => {
    found ??= gather(secrets());
    let clean = text;
    for (const secret of found) clean = clean.replaceAll(secret, REMOVED);
    return clean;
  };
}

function gather({ headers = {}, messages = [] }: Secrets): string[] {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    if (PUBLIC_HEADERS.has(name)) continue;
    add(found, value, MIN_SECRET_LENGTH);
    add(found, value.replace(/^(?:bearer|basic|token)\s+/i, ''), MIN_SECRET_LENGTH);
  }
  for (const { content } of messages) {
    if (typeof content === 'string') add(found, content, MIN_PROMPT_LENGTH);
    else for (const part of content) if ('text' in part && part.text) add(found, part.text, MIN_PROMPT_LENGTH);
  }
  // Longest first: a secret may hold another.
  return [...found].sort((a, b) => b.length - a.length);
}

/** A text also as it stands inside JSON, where quotes and line breaks are escaped. */
function add(found: Set<string>, text: string, minLength: number): void {
  if (text.length < minLength) return;
  found.add(text);
  found.add(JSON.stringify(text).slice(1, -1));
}
