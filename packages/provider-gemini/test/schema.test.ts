import { UnsupportedFeatureError, type JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeSchema } from '../src/schema.ts';

function encode(schema: JSONObject): { encoded: JSONObject; unenforced: string[] } {
  const unenforced: string[] = [];
  const encoded = encodeSchema(schema, 's', {
    refuse(path, why) {
      throw new UnsupportedFeatureError(`${path} ${why}`);
    },
    unenforced: (path) => void unenforced.push(path),
  });
  return { encoded, unenforced };
}

const object = (properties: JSONObject, more: JSONObject = {}) => ({ type: 'object', properties, ...more });
const string = { type: 'string' };

describe('a schema', () => {
  it.each<[string, JSONObject, JSONObject]>([
    ['of what is documented stays as it is', object({ a: { ...string, format: 'date', description: 'd', title: 't' }, b: { type: ['integer', 'null'], minimum: 1, maximum: 3 } }, { required: ['a'], additionalProperties: false }), object({ a: { ...string, format: 'date', description: 'd', title: 't' }, b: { type: ['integer', 'null'], minimum: 1, maximum: 3 } }, { required: ['a'], additionalProperties: false })],
    ['loses what is said of it, not of values', { $schema: 'x', $id: 'y', $comment: 'c', type: 'string', examples: ['a'], default: 'a', deprecated: true }, string],
    ['keeps properties that are named like keywords', object({ default: string, not: string, $ref: string }), object({ default: string, not: string, $ref: string })],
    ['with a constant lists it', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['with a constant number lists it', { type: 'integer', const: 3 }, { type: 'integer', enum: [3] }],
    ['with a constant null is of that type', { const: null }, { type: 'null' }],
    ['that lists null says it apart', { type: ['string', 'null'], enum: ['a', null], description: 'd' }, { description: 'd', anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }],
    ['that lists both booleans is of that type', { enum: [true, false] }, { type: 'boolean' }],
    ['that lists strings and numbers has no one type', { enum: ['a', 1] }, { enum: ['a', 1] }],
    ['that lists null and booleans', { enum: [null, true, false] }, { anyOf: [{ type: 'null' }, { type: 'boolean' }] }],
    ['of OpenAPI says its null as a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['of OpenAPI with a list', { type: 'string', nullable: true, enum: ['a'] }, { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] }],
    ['of OpenAPI without a type', { nullable: false, anyOf: [string] }, { anyOf: [string] }],
    ['with oneOf has anyOf, as the vendor reads it', { oneOf: [{ const: 1 }, true] }, { anyOf: [{ type: 'number', enum: [1] }, {}] }],
    ['of a tuple has prefixItems', { type: 'array', items: [string, { const: 1 }] }, { type: 'array', prefixItems: [string, { type: 'number', enum: [1] }] }],
    ['of lists goes on inside', { type: 'array', items: { const: 'a' }, prefixItems: [{ const: 'b' }], minItems: 1 }, { type: 'array', items: { type: 'string', enum: ['a'] }, prefixItems: [{ type: 'string', enum: ['b'] }], minItems: 1 }],
    ['with schemas of other properties goes on inside', object({}, { additionalProperties: { const: 'a' } }), object({}, { additionalProperties: { type: 'string', enum: ['a'] } })],
    ['with boolean items', { type: 'array', items: true }, { type: 'array', items: true }],
    ['of integers has bounds that are included', { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 }, { type: 'integer', minimum: 1, maximum: 9 }],
    ['of integers keeps the narrower bound', { type: 'integer', exclusiveMinimum: 0.5, minimum: 5, exclusiveMaximum: 10, maximum: 12 }, { type: 'integer', minimum: 5, maximum: 9 }],
    ['of integers has whole bounds', { type: 'integer', exclusiveMinimum: 0.5, exclusiveMaximum: 9.5 }, { type: 'integer', minimum: 1, maximum: 9 }],
    ['of draft 4 numbers has its bounds excluded by themselves', { type: 'number', minimum: 3, exclusiveMinimum: true }, { type: 'number', minimum: 3, exclusiveMinimum: 3 }],
    ['of draft 4 has its bounds excluded by a boolean', { type: 'integer', minimum: 3, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }, { type: 'integer', minimum: 4, maximum: 9 }],
    ['with one allOf is that one', { description: 'd', allOf: [{ $ref: '#/$defs/a' }], $defs: { a: string } }, { type: 'string', description: 'd', $defs: { a: string } }],
    ['with allOf of references is all in one', { allOf: [{ $ref: '#/$defs/a' }, object({ c: string })], $defs: { a: object({ b: string }) } }, { ...object({ b: string, c: string }), $defs: { a: object({ b: string }) } }],
    ['with allOf is all in one', object({ a: string }, { required: ['a'], allOf: [object({ b: string }, { required: ['b', 'a'] }), { description: 'd', allOf: [{ minProperties: 1 }] }] }), object({ a: string, b: string }, { required: ['a', 'b'], description: 'd', minProperties: 1 })],
  ])('%s', (_name, schema, expected) => {
    const before = structuredClone(schema);
    expect(encode(schema).encoded).toEqual(expected);
    expect(schema).toEqual(before);
  });

  it('refers to definitions of either name', () => {
    const schema = object({ a: { $ref: '#/definitions/node' } }, { definitions: { node: object({ next: { $ref: '#/definitions/node' }, leaf: { const: 'x' } }) } });
    expect(encode(schema).encoded).toEqual(object({ a: { $ref: '#/$defs/node' } }, { $defs: { node: object({ next: { $ref: '#/$defs/node' }, leaf: { type: 'string', enum: ['x'] } }) } }));
  });

  it('refers to itself', () => {
    expect(encode(object({ next: { $ref: '#' } })).encoded).toEqual(object({ next: { $ref: '#' } }));
  });

  it('refers to a definition beside a description', () => {
    const theirs = { ...string, description: 'theirs' };
    const schema = object({ a: { $ref: '#/$defs/s', description: 'mine', $comment: 'c' }, b: { title: 'mine', allOf: [{ $ref: '#/definitions/s' }] }, c: { $ref: '#', description: 'again' } }, { definitions: { s: theirs }, $defs: { s: theirs } });
    expect(encode(schema).encoded).toEqual(object({ a: { description: 'mine', anyOf: [{ $ref: '#/$defs/s' }] }, b: { title: 'mine', anyOf: [{ $ref: '#/$defs/s' }] }, c: { description: 'again', anyOf: [{ $ref: '#' }] } }, { $defs: { s: theirs } }));
  });

  it('makes definitions of other places that are referred to', () => {
    const schema = object({ a: { $ref: '#/properties/c/items/0' }, b: { $ref: '#/properties/c/items/0', description: 'mine' }, c: { type: 'array', items: [{ const: 'a' }] } }, { $defs: { place_1: string } });
    const listed = { type: 'string', enum: ['a'] };
    expect(encode(schema).encoded).toEqual(object({ a: { $ref: '#/$defs/place_2' }, b: { description: 'mine', anyOf: [{ $ref: '#/$defs/place_2' }] }, c: { type: 'array', prefixItems: [listed] } }, { $defs: { place_1: string, place_2: listed } }));
  });

  it('refers to a place that holds itself', () => {
    const inner = object({ b: { $ref: '#/properties/a' } });
    const { encoded } = encode(object({ a: inner }));
    const sent = object({ b: { $ref: '#/$defs/place_1' } });
    expect(encoded).toEqual(object({ a: sent }, { $defs: { place_1: sent } }));
  });

  it('has in place what a reference means beside words about values', () => {
    const both = { allOf: [{ $ref: '#/$defs/o' }, { minProperties: 1 }] };
    const schema = object({ a: { $ref: '#/$defs/s', format: 'date' }, b: { $ref: '#/$defs/s', format: 'time' }, c: both, d: both }, { $defs: { s: string, o: object({}) } });
    const merged = object({}, { minProperties: 1 });
    expect(encode(schema).encoded['properties']).toEqual({ a: { ...string, format: 'date' }, b: { ...string, format: 'time' }, c: merged, d: merged });
  });

  it('merges properties that are named like keywords, or like what every object has', () => {
    const schema = { allOf: [object({ required: string, toString: string }), object({ properties: string, constructor: string })] };
    const before = structuredClone(schema);
    expect(encode(schema).encoded).toEqual(object({ required: string, toString: string, properties: string, constructor: string }));
    expect(schema).toEqual(before);
  });

  it('says which bounds are not enforced', () => {
    const schema = object({ a: { type: 'string', pattern: '^a', minLength: 1 }, b: { type: 'array', uniqueItems: true }, c: { type: 'number', exclusiveMinimum: 0 } });
    const { encoded, unenforced } = encode(schema);
    expect(encoded).toEqual(schema);
    expect(unenforced).toEqual(['s.properties.a.pattern', 's.properties.a.minLength', 's.properties.b.uniqueItems', 's.properties.c.exclusiveMinimum']);
  });

  it.each<[string, JSONObject, string]>([
    ['not', object({ a: { not: string } }), 's.properties.a.not'],
    ['patternProperties', { type: 'object', patternProperties: {} }, 's.patternProperties'],
    ['if', { if: {}, then: {} }, 's.if'],
    ['oneOf beside anyOf', object({ a: { oneOf: [string], anyOf: [string] } }), 's.properties.a.oneOf'],
    ['one boolean', object({ a: { const: true } }), 's.properties.a.const'],
    ['one boolean of a list', { enum: ['a', false] }, 's.enum'],
    ['an object as constant', { const: { a: 1 } }, 's.const'],
    ['a list that is none', { enum: 'a' }, 's.enum'],
    ['null in a list beside anyOf', { enum: ['a', null], anyOf: [string] }, 's.enum'],
    ['false', object({ a: false }), 's.properties.a'],
    ['no object of schemas', { properties: [] }, 's.properties'],
    ['no list of schemas', { anyOf: {} }, 's.anyOf'],
    ['allOf that contradicts itself', { type: 'string', allOf: [{ type: 'number' }] }, 's.allOf[0].type'],
    ['allOf with a reference to what contradicts it', { type: 'object', allOf: [{ $ref: '#/$defs/a' }], $defs: { a: string } }, 's.allOf[0].type'],
    ['allOf with a reference to itself', { allOf: [{ $ref: '#/$defs/a' }, {}], $defs: { a: object({ b: { allOf: [{ $ref: '#/$defs/a' }, {}] } }) } }, 's.properties.b.allOf[0].$ref'],
    ['allOf with more than a reference', { allOf: [{ $ref: '#/$defs/a', type: 'string' }], $defs: { a: string } }, 's.allOf[0]'],
    ['allOf that is no list', { allOf: {} }, 's.allOf'],
    ['another document', { items: { $ref: 'https://a.example/s.json' } }, 's.items.$ref'],
    ['a definition that is not there', { items: { $ref: '#/$defs/b' } }, 's.items.$ref'],
    ['a reference that is none', { $ref: 3 }, 's.$ref'],
    ['a broken escape', { items: { $ref: '#/$defs/%zz' } }, 's.items.$ref'],
    ['a name of a place', { items: { $ref: '#node' } }, 's.items.$ref'],
    ['a bad definition', { $defs: { a: { not: {} } } }, 's.$defs.a.not'],
    ['a bad member', { anyOf: [string, { oneOf: [{ not: {} }] }] }, 's.anyOf[1].oneOf[0].not'],
  ])('is refused by its path for %s', (_name, schema, path) => {
    expect(() => encode(schema)).toThrow(UnsupportedFeatureError);
    expect(() => encode(schema)).toThrow(new RegExp(`^${path.replace(/[.$[\]]/g, '\\$&')} `));
  });
});
