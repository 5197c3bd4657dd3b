import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '@sdk/core';

/** Whether an `Authorization` header carries one of the keys, or a header with nothing but a key does; whatever the other one says. */
export type KeyCheck = (authorization: string | undefined, bareKey?: string) => boolean;

/**
 * Makes the check for a set of keys. Takes the same time whichever of them it is, and however much of one is right.
 * @param owner Who asks, for the message of a mistake.
 * White space around a key, such as the last line end of a file, does not count.
 *
 * @throws ConfigurationError for an empty set or an empty key: neither "everybody" nor "nobody" can be meant by it; and for
 * one that no client could send.
 */
export function createKeyCheck(keys: readonly (string | undefined)[], owner = 'sdkRoutes'): KeyCheck {
  if (keys.length === 0) throw new ConfigurationError(`${owner}: \`keys\` is empty. Leave it out to admit everybody.`);
  const unusable = keys.findIndex((key) => typeof key !== 'string' || key.trim() === '');
  if (unusable >= 0) throw new ConfigurationError(`${owner}: keys[${unusable}] is not set. Is its environment variable?`);
  const known = (keys as readonly string[]).map((key) => key.trim());
  const unsendable = known.findIndex((key) => !SENDABLE.test(key));
  if (unsendable >= 0) throw new ConfigurationError(`${owner}: keys[${unsendable}] has characters that no header can carry: letters beyond Latin-1, or a line end.`);
  const digests = known.map(digest);
  return (authorization, bareKey) => {
    const given = [/^bearer +(.+)$/i.exec(authorization ?? '')?.[1] ?? '', bareKey ?? ''].map(digest);
    let found = false;
    for (const one of digests) for (const each of given) found = timingSafeEqual(one, each) || found;
    return found;
  };
}

/** What a header may hold. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5 (read 2026-11-29) */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]+$/;

/** Equally long for all, as the comparison asks. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
