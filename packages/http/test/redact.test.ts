import { expect, it } from 'vitest';
import { createRedact } from '../src/redact.ts';

const secrets = {
  headers: { authorization: 'Bearer sk-12345678', 'x-tenant': 'tenant-42', 'content-type': 'application/json' },
  messages: [
    { role: 'user' as const, content: 'My "secret"\nplan is long' },
    { role: 'user' as const, content: [{ type: 'text' as const, text: 'another long prompt' }, { type: 'text' as const, text: 'hi' }] },
  ],
};

it.each([
  ['the key with its scheme', 'got Bearer sk-12345678!'],
  ['the key alone', 'Incorrect key: sk-12345678.'],
  ["another header's value", 'tenant-42 is blocked'],
  ['a prompt', 'You said: My "secret"\nplan is long'],
  ['a prompt inside JSON', '{"echo":"My \\"secret\\"\\nplan is long"}'],
  ['a prompt in parts', 'another long prompt?'],
])('removes %s', (_name, text) => {
  const clean = createRedact(() => secrets)(text);
  expect(clean).toContain('[redacted]');
  expect(clean).not.toMatch(/12345678|tenant-42|plan|long/);
});

it('leaves common words alone', () => {
  const text = 'hi, application/json is fine';
  expect(createRedact(() => secrets)(text)).toBe(text);
});
