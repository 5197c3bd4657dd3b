import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError, createResult, outputOf, ResponseParseError, toJSONSchema, type FunctionTool, type SchemaOutput, type ToolArguments } from '../src/index.ts';

describe('toJSONSchema', () => {
  it('passes JSON Schema on as it is', () => {
    const schema = { type: 'object', properties: {} };
    expect(toJSONSchema(schema)).toBe(schema);
  });

  it('asks zod for its JSON Schema, once per schema', () => {
    const schema = z.object({ city: z.string().describe('its name'), days: z.number().optional() });
    const json = toJSONSchema(schema);
    expect(json).toMatchObject({ type: 'object', properties: { city: { type: 'string', description: 'its name' } }, required: ['city'] });
    expect(json).not.toHaveProperty('$schema');
    expect(toJSONSchema(schema)).toBe(json);
  });

  it.each([undefined, null, 'x', 5, []])('refuses %o', (value) => {
    expect(() => toJSONSchema(value)).toThrow(ConfigurationError);
  });

  it('refuses a schema that cannot say its JSON Schema, and names the library', () => {
    const schema = { '~standard': { version: 1, vendor: 'nolib', validate: () => ({ value: 1 }) } };
    expect(() => toJSONSchema(schema)).toThrow(/nolib/);
    expect(() => toJSONSchema(z.object({ at: z.date() }))).toThrow(/zod/);
  });

  it('infers the type of arguments', () => {
    const tool = { name: 'f', parameters: z.object({ city: z.string() }) } satisfies FunctionTool;
    const args: ToolArguments<typeof tool> = tool.parameters.parse({ city: 'Paris' });
    expectTypeOf(args).toEqualTypeOf<{ city: string }>();
    expectTypeOf<SchemaOutput<{ type: string }>>().not.toBeAny();
  });
});

const schema = z.object({ city: z.string(), days: z.array(z.number()) });
const result = (text: string, finishReason = 'stop') =>
  createResult({ content: [{ type: 'text', text }], finishReason, usage: {}, warnings: [], response: { provider: 'acme' }, timing: { totalMs: 1 } });

describe('outputOf', () => {
  it('parses, checks and types', () => {
    const output = outputOf(result('{"city":"Paris","days":[1]}'), schema);
    expectTypeOf(output).toEqualTypeOf<{ city: string; days: number[] }>();
    expect(output).toEqual({ city: 'Paris', days: [1] });
  });

  it('takes JSON out of a Markdown fence', () => {
    expect(outputOf(result('```json\n{"a":1}\n```\n'), {})).toEqual({ a: 1 });
  });

  it.each([
    ['a cut answer', result('{"city":"Par', 'length'), /token limit/],
    ['a refusal', result('I cannot.', 'content-filter'), /blocked/],
    ['no JSON', result('Paris'), /not JSON/],
    ['what does not fit', result('{"city":1,"days":["x"]}'), /city: .*; days\.0: /],
    ['what does not fit at all', result('5'), /the whole answer: /],
  ])('throws a ResponseParseError for %s', (_name, answer, message) => {
    expect(() => outputOf(answer, schema)).toThrow(ResponseParseError);
    expect(() => outputOf(answer, schema)).toThrow(message);
  });

  it('refuses a schema that validates asynchronously', () => {
    const slow = z.object({ city: z.string().refine(() => Promise.resolve(true)) });
    expect(() => outputOf(result('{"city":"Paris"}'), slow)).toThrow(ConfigurationError);
  });
});
