/**
 * A model that behaves as `inner` except where overridden. Every wrapper is made with it.
 *
 * Members that are not overridden are forwarded, also those that later versions of the interface bring.
 *
 * @example
 * wrapModel(inner, { generate: async (options) => timed(() => inner.generate(options)) });
 */
export function wrapModel<Model extends object>(inner: Model, overrides: Partial<Model>): Model {
  return new Proxy(inner, {
    get(target, key) {
      if (Object.hasOwn(overrides, key)) return overrides[key as keyof Model];
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
    has: (target, key) => Object.hasOwn(overrides, key) || Reflect.has(target, key),
  });
}
