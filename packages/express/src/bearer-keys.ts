import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '@sdk/core';

/** Whether an `Authorization` header carries one of the keys, or a header with nothing but a key does; whatever the other one says. */
export type KeyCheck = (authorization: string | undefined, bareKey?: string) => boolean;

/**
 * Makes the check for a set of keys. Takes the same time whichever of them it is, and however much of one is right.
 *
 * @param owner Who asks, for the message of a mistake.
 * @throws ConfigurationError for an empty set or an empty key: neither "everybody" nor "nobody" can be meant by it.
 */
export function createKeyCheck(keys: readonly (string | undefined)[], owner = 'sdkRoutes'): KeyCheck {
  if (keys.length === 0) throw new ConfigurationError(`${owner}: \`keys\` is empty. Leave it out to admit everybody.`);
  const unusable = keys.findIndex((key) => typeof key !== 'string' || key.trim() === '');
  if (unusable >= 0) throw new ConfigurationError(`${owner}: keys[${unusable}] is not set. Is its environment variable?`);
  const digests = keys.map((key) => digest(key as string));
  return (authorization, bareKey) => {
    const given = [/^bearer +(.+)$/i.exec(authorization ?? '')?.[1] ?? '', bareKey ?? ''].map(digest);
    let found = false;
    for (const known of digests) for (const each of given) found = timingSafeEqual(known, each) || found;
    return found;
  };
}

/** Equally long for all, as the comparison asks. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
