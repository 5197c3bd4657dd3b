/**
 * `instanceof` that works across duplicate installs.
 *
 * Two copies of this package have two classes of each name. Every class of ours writes its brand onto its prototype
 * under a symbol from the global registry, and `instanceof` compares brands instead of identities.
 */
const BRANDS = Symbol.for('@sdk/core/error-brands');
const BRAND = Symbol.for('@sdk/core/error-brand');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

type Branded = { [BRANDS]?: readonly string[]; [BRAND]?: string };

/** Gives a class its brand (which its instances inherit) and the `name` that its instances print. */
export function brand(errorClass: { prototype: object }, ownBrand: string, name: string): void {
  const inherited = (errorClass.prototype as Branded)[BRANDS] ?? [];
  Object.defineProperties(errorClass.prototype, {
    [BRANDS]: { value: [...inherited, ownBrand] },
    name: { value: name, configurable: true, writable: true },
  });
  Object.defineProperty(errorClass, BRAND, { value: ownBrand });
}

/** `Symbol.hasInstance` of a branded class. A user's subclass has no brand of its own and matches by identity. */
export function hasBrand(errorClass: object, value: unknown): boolean {
  if (!Object.hasOwn(errorClass, BRAND)) {
    return Function.prototype[Symbol.hasInstance].call(errorClass as () => void, value);
  }
  if (typeof value !== 'object' || value === null) return false;
  return (value as Branded)[BRANDS]?.includes((errorClass as Branded)[BRAND] as string) ?? false;
}

/** Makes `util.inspect` print the stack and the enumerable fields only: neither cause, nor body, nor partial answer. */
export function inspectEnumerableOnly(prototype: object): void {
  Object.defineProperty(prototype, INSPECT, {
    value(this: Error, _depth: number, options: unknown, inspect: (value: unknown, options: unknown) => string) {
      return `${this.stack ?? String(this)} ${inspect({ ...this }, options)}`;
    },
  });
}

/** Sets a field that neither prints nor serializes by itself. */
export function setHidden(target: object, key: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true, writable: true });
}
