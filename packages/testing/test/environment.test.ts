import { APIError, AuthenticationError, ConfigurationError } from '@sdk/core';
import { describeEnvironment, type EnvironmentUnderTest } from '@sdk/testing/conformance';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checkMissingKey, checkReady } from '../src/conformance/describe-environment.ts';
import { readyReference, VARIABLES, type EnvironmentFaults } from './reference/ready-reference.ts';

// Variables of whoever runs the tests neither help nor harm, and are back afterwards.
beforeAll(() => void vi.stubEnv('REF_API_KEY', 'the-users-own'));
afterAll(() => {
  expect(process.env['REF_API_KEY']).toBe('the-users-own');
  expect(process.env['REFERENCE_API_KEY']).toBeUndefined();
  vi.unstubAllEnvs();
});

const subject = (faults?: EnvironmentFaults): EnvironmentUnderTest => ({
  name: 'reference',
  ready: readyReference(faults),
  create: () => readyReference(faults),
  errorClass: APIError,
  ...VARIABLES,
  basePath: '/api',
  path: '/api/talk',
});

describeEnvironment(subject());

const rejection = (promise: Promise<void>) => promise.then(() => 'passed', (error: Error) => error.message);

class Other extends Error {}

describe('a ready instance does not pass that', () => {
  it.each<[wrong: string, faults: EnvironmentFaults, says: RegExp]>([
    ['asks elsewhere', { baseUrl: 'http://127.0.0.1:9' }, /REFERENCE_BASE_URL was not asked/],
    ['asks for another path', { path: '/v2' }, /went to \/api\/v2\/talk/],
    ['has a key of its own', { apiKey: 'another-key-0123' }, /not where it belongs/],
    ['carries the key twice', { headers: (key) => ({ 'x-key': key }) }, /not where it belongs/],
    ['throws another kind of error', { spoil: () => new ConfigurationError('No.') }, /not an AuthenticationError/],
    ['throws an error that is not its own', { spoil: () => new AuthenticationError('No.', { provider: 'x' }) }, /no Other/],
  ])('%s', async (wrong, faults, says) => {
    const broken = { ...subject(faults), ...(wrong.includes('not its own') && { errorClass: Other }) };
    expect(await rejection(checkReady(broken))).toMatch(says);
  });

  it('carries the key in another header than it says', async () => {
    expect(await rejection(checkReady({ ...subject(), keyHeaders: (key) => ({ 'x-key': key }) }))).toMatch(/not where it belongs/);
  });
});

describe('a provider without a key does not pass that', () => {
  it.each<[wrong: string, faults: EnvironmentFaults, says: RegExp]>([
    ['throws another error', { missing: () => new AuthenticationError('`apiKey` or set REFERENCE_API_KEY or REF_API_KEY', { provider: 'x' }) }, /not a ConfigurationError/],
    ['names no variable', { missing: () => new ConfigurationError('Pass `apiKey`.') }, /is not named/],
    ['names one of two', { missing: () => new ConfigurationError('Pass `apiKey` or set REFERENCE_API_KEY.') }, /is not named/],
    ['has one of its own', { apiKey: 'another-key-0123' }, /.+/],
    ['sends a stream', { sends: 'stream' }, /thrown, not a ConfigurationError/],
  ])('%s', async (_wrong, faults, says) => {
    const message = await rejection(checkMissingKey(subject(faults)));
    expect(message).toMatch(says);
    expect(message).not.toBe('passed');
  });
});
