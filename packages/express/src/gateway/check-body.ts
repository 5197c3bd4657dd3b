import { Refusal } from './refusal.ts';

/** Deeper than any schema that a model could follow, and far from where recursion ends. */
const MAX_DEPTH = 100;

/**
 * Refuses JSON that no client sends and that could harm whoever walks through it: nested too deeply, or with fields
 * called `__proto__`. Does not recurse itself.
 *
 * @throws Refusal
 */
export function checkBody(body: unknown): void {
  let level = isObject(body) ? [body] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Refusal(400, 'invalid_json', `The body is nested more than ${MAX_DEPTH} levels deep.`);
    const next: object[] = [];
    for (const value of level) gather(value, next);
    level = next;
  }
}

function gather(value: object, into: object[]): void {
  if (Array.isArray(value)) {
    for (const entry of value as unknown[]) if (isObject(entry)) into.push(entry);
    return;
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw new Refusal(400, 'invalid_json', 'No field may be called __proto__.');
    const entry = (value as Record<string, unknown>)[key];
    if (isObject(entry)) into.push(entry);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
