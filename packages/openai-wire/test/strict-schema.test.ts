import { expect, it } from 'vitest';
import { closeSchema } from '../src/strict-schema.ts';

const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', properties, required }) as never;

it('closes every object, at any depth, without touching the original', () => {
  const schema = object({ a: { type: 'array', items: object({ b: { anyOf: [object({ c: {} }), { type: 'null' }] } }) }, d: { $ref: '#/$defs/x' } });
  Object.assign(schema, { $defs: { x: object({ e: {} }) } });
  const before = JSON.stringify(schema);
  const closed = JSON.stringify(closeSchema(schema));
  expect(closed.match(/"additionalProperties":false/g)).toHaveLength(4);
  expect(JSON.stringify(schema)).toBe(before);
});

it.each([
  ['an optional property', object({ a: {}, b: {} }, ['a'])],
  ['free properties', { ...(object({ a: {} }) as object), additionalProperties: { type: 'string' } }],
  ['a free-form object', { type: 'object' }],
  ['an optional property further down', object({ a: { anyOf: [object({ b: {} }, [])] } })],
])('leaves a schema open with %s', (_name, schema) => {
  expect(closeSchema(schema as never)).toBeUndefined();
});

it('takes what is no object as it is', () => {
  expect(closeSchema({ type: 'string' })).toEqual({ type: 'string' });
});
