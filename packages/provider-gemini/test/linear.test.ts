import { UnsupportedFeatureError, type JSONObject, type Message } from '@sdk/core';
import { growthOf, LINEAR_GROWTH } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';
import { contentsOf, encoded } from './support.ts';

type Reference = ($ref: string) => JSONObject;

/** Definitions each of which refers to the next one twice. */
function chain(length: number, refer: Reference, place = '$defs'): JSONObject {
  const links: JSONObject = { [`a${length}`]: { type: 'object', properties: {} } };
  for (let n = 0; n < length; n++) links[`a${n}`] = { type: 'object', properties: { x: refer(`#/${place}/a${n + 1}`), y: refer(`#/${place}/a${n + 1}`) } };
  return { type: 'object', properties: { r: refer(`#/${place}/a0`) }, [place]: place === 'properties' ? { r: refer('#/properties/a0'), ...links } : links };
}

const sizeOf = (value: unknown) => JSON.stringify(value).length;

function encodedAs(parameters: JSONObject): unknown {
  return encoded({ tools: [{ name: 'f', parameters }] }).body.tools;
}

describe('a schema stays as large as it is', () => {
  it.each<[string, Reference, string]>([
    ['beside a description', ($ref) => ({ $ref, description: 'd' }), '$defs'],
    ['in an allOf of one', ($ref) => ({ description: 'd', allOf: [{ $ref }] }), 'definitions'],
    ['alone', ($ref) => ({ $ref }), '$defs'],
    ['to other places', ($ref) => ({ $ref, description: 'd' }), 'properties'],
  ])('with references %s', (_name, refer, place) => {
    const schema = chain(40, refer, place);
    expect(sizeOf(encodedAs(schema))).toBeLessThan(4 * sizeOf(schema));
  });

  it.each<[string, Reference]>([
    ['beside other words', ($ref) => ({ $ref, minProperties: 0 })],
    ['of an allOf', ($ref) => ({ allOf: [{ $ref }, { minProperties: 0 }] })],
  ])('or is refused, with references %s', (_name, refer) => {
    expect(() => encodedAs(chain(40, refer))).toThrow(UnsupportedFeatureError);
    expect(() => encodedAs(chain(40, refer))).toThrow(/^tools\[0\]\.parameters\..*more than 16 times as large/);
    expect(sizeOf(encodedAs(chain(4, refer)))).toBeGreaterThan(0);
  });

  it('or is refused, with references inside of many others', () => {
    const links = Array.from({ length: 20_000 }, (_, n): [string, JSONObject] => [`a${n}`, { properties: { x: { $ref: `#/$defs/a${n + 1}`, minProperties: 0 } } }]);
    const schema = { $ref: '#/$defs/a0', minProperties: 0, $defs: { ...Object.fromEntries(links), a20000: {} } };
    expect(() => encodedAs(schema)).toThrow(UnsupportedFeatureError);
  });

  it('and takes time as its size, with many members of an allOf', () => {
    const growth = growthOf((count) => {
      const names = Array.from({ length: count }, (_, n) => `p${n}`);
      encodedAs({ allOf: names.map((name) => ({ properties: { [name]: {} }, required: [name] })) });
    });
    expect(growth).toBeLessThan(LINEAR_GROWTH);
  });

  it('and its warning is short, however many bounds are not enforced', () => {
    let schema: JSONObject = {};
    for (let n = 0; n < 500; n++) schema = { type: 'object', minProperties: 1, properties: { a: schema } };
    const [warning] = encoded({ tools: [{ name: 'f', parameters: schema }] }).warnings;
    expect(warning?.message).toContain(' and 480 more.');
  });
});

describe('a conversation', () => {
  const asked = { role: 'user', content: 'x' } as const;
  const call = (toolName: string) => ({ type: 'tool-call' as const, toolCallId: 'a', toolName, arguments: {} });
  const result = (value: number) => ({ type: 'tool-result' as const, toolCallId: 'a', result: value });
  const image = { type: 'file', mediaType: 'image/png', data: 'aGk=' } as const;
  const listOf = <Entry>(count: number, entry: (n: number) => Entry) => Array.from({ length: count }, (_, n) => entry(n));

  it('pairs calls and results of one id in their order', () => {
    const [, , answers] = contentsOf([asked, { role: 'assistant', content: [call('f'), call('g')] }, { role: 'tool', content: [result(1), result(2)] }]);
    expect(answers?.parts).toEqual([
      { functionResponse: { name: 'f', response: { output: 1 } } },
      { functionResponse: { name: 'g', response: { output: 2 } } },
    ]);
  });

  it.each<[string, (count: number) => Message[]]>([
    ['calls and results of one id', (count) => [asked, { role: 'assistant', content: listOf(count, () => call('f')) }, { role: 'tool', content: listOf(count, result) }]],
    ['texts before as many calls', (count) => [asked, { role: 'assistant', content: [...listOf(count, () => ({ type: 'text' as const, text: 'a' })), ...listOf(count, () => call('f'))] }, { role: 'tool', content: listOf(count, result) }]],
    ['files of one result', (count) => [asked, { role: 'assistant', content: [call('f')] }, { role: 'tool', content: [{ ...result(1), content: listOf(count, () => image) }] }]],
  ])('takes time as its length, with many %s', (_name, messages) => {
    expect(growthOf((count) => void contentsOf(messages(count), 'gemini-3-flash'))).toBeLessThan(LINEAR_GROWTH);
  });

  it('may have more parts than a function takes arguments', () => {
    expect(contentsOf([{ role: 'user', content: listOf(200_000, () => ({ type: 'text', text: 'a' })) }])[0]?.parts).toHaveLength(200_000);
  });
});
