const PORTABLE_CLASSES = new Set<unknown>([Object, Array, Date, RegExp, Map, Set, ArrayBuffer, Uint8Array, null]);

/** What cannot be given to another thread, e.g. `{ path: 'options.apiKey', what: 'a function' }`. */
export interface Unportable {
  path: string;
  what: string;
}

/**
 * Finds the first thing inside a value that a structured clone refuses, or takes but robs of its methods.
 *
 * @param path What the value itself is called.
 */
export function findUnportable(value: unknown, path: string, seen = new Set<unknown>()): Unportable | undefined {
  if (typeof value === 'function') return { path, what: 'a function' };
  if (typeof value === 'symbol') return { path, what: 'a symbol' };
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return undefined;
  seen.add(value);
  const made = classOf(value);
  if (!PORTABLE_CLASSES.has(made)) return { path, what: `an object of the class ${(made as { name?: string }).name ?? '?'}` };
  for (const [key, member] of Object.entries(value)) {
    const found = findUnportable(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, seen);
    if (found) return found;
  }
  return undefined;
}

function classOf(value: object): unknown {
  const prototype = Object.getPrototypeOf(value) as { constructor?: unknown } | null;
  return prototype === null ? null : prototype.constructor;
}
