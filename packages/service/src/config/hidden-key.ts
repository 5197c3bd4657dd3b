import { isJSONObject } from '@sdk/core';

/** What stands in place of a key wherever a configuration is printed or serialized. */
export const HIDDEN = '[hidden]';

/** A key that does not print, serialize or copy by itself; a stored one is decrypted when it is asked for. */
export class HiddenKey {
  /** The key itself. @throws ConfigurationError when it was encrypted with a key that is not here, or is damaged. */
  declare readonly reveal: () => string;

  constructor(reveal: () => string) {
    Object.defineProperty(this, 'reveal', { value: reveal });
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }
}
Object.defineProperty(HiddenKey.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => HIDDEN });

/** A key as it stands in a configuration that has been read: hidden, or the name of a variable of the environment. */
export type Key = HiddenKey | { env: string };

/** Puts a key where nobody sees it by accident. */
export function hideKey(key: string): HiddenKey {
  return new HiddenKey(() => key);
}

/** Whether a value is a hidden key, also one that another copy of this package has made. */
export function isHiddenKey(value: unknown): value is HiddenKey {
  return isJSONObject(value) && typeof (value as Partial<HiddenKey>).reveal === 'function';
}
