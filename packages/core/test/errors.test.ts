import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as core from '../src/index.ts';

// A second copy of the package, as a duplicate install has it.
const copyPath: string = '../src/errors.ts?copy';
const copy = (await import(copyPath)) as typeof core;

const partial = { content: [{ type: 'text' as const, text: 'my private answer' }] };
const api = { provider: 'acme', status: 429, retryAfterMs: 500, body: 'my private body', partial, cause: new Error('my private cause') };

describe('instanceof', () => {
  it('is true up the tree, and for nothing else', () => {
    const error = new core.RateLimitError('slow', api);
    for (const parent of [core.RateLimitError, core.APIError, core.SdkError, Error]) expect(error).toBeInstanceOf(parent);
    for (const other of [core.ServerError, core.AbortError, core.ConfigurationError]) expect(error).not.toBeInstanceOf(other);
    for (const value of [null, undefined, 'x', 1, {}, new Error('x')]) expect(value instanceof core.SdkError).toBe(false);
  });

  it('works across two copies of the package', () => {
    expect(copy.RateLimitError).not.toBe(core.RateLimitError);
    const error = new copy.RateLimitError('slow', api);
    expect(error).toBeInstanceOf(core.RateLimitError);
    expect(error).toBeInstanceOf(core.APIError);
    expect(error).not.toBeInstanceOf(core.ServerError);
  });

  it("matches a user's subclass by identity only", () => {
    class Mine extends core.RateLimitError {}
    expect(new Mine('x', api)).toBeInstanceOf(core.RateLimitError);
    expect(new Mine('x', api)).toBeInstanceOf(Mine);
    expect(new core.RateLimitError('x', api)).not.toBeInstanceOf(Mine);
  });
});

describe('providerError', () => {
  const AcmeError = core.providerError('acme', 'AcmeError');

  it('stands for every APIError of that provider, of any copy', () => {
    expect(new core.RateLimitError('x', api)).toBeInstanceOf(AcmeError);
    expect(new copy.ServerError('x', api)).toBeInstanceOf(AcmeError);
    expect(new core.RateLimitError('x', { ...api, provider: 'other' })).not.toBeInstanceOf(AcmeError);
    expect(new core.AbortError()).not.toBeInstanceOf(AcmeError);
    expect(AcmeError.name).toBe('AcmeError');
  });

  it('narrows the type', () => {
    const error: unknown = new core.RateLimitError('x', api);
    expect(error instanceof AcmeError && error.status).toBe(429);
  });
});

describe('an error', () => {
  it('prints its fields, and neither body, partial answer nor cause', () => {
    const error = new core.RateLimitError('slow', api);
    for (const shown of [inspect(error), JSON.stringify(error), String(error)]) {
      expect(shown).not.toContain('private');
    }
    expect(inspect(error)).toMatch(/^RateLimitError: slow\n[\s\S]*retryAfterMs: 500/);
    expect({ body: error.body, partial: error.partial, cause: (error.cause as Error).message }).toEqual({
      body: api.body,
      partial,
      cause: 'my private cause',
    });
  });

  it('has no field that was not given', () => {
    expect(Object.keys(new core.ServerError('x', { provider: 'acme' }))).toEqual(['kind', 'provider', 'retryable']);
  });

  it('of an abort is named AbortError, as DOM code expects', () => {
    expect(new core.AbortError('x', { cause: 'why' })).toMatchObject({ name: 'AbortError', kind: 'abort', cause: 'why' });
  });
});

describe('errorToJSON and errorFromJSON', () => {
  const all = [
    new core.APIConnectionError('x', api),
    new core.APITimeoutError('x', { ...api, phase: 'idle', timeoutMs: 5 }),
    ...[
      core.AuthenticationError,
      core.PermissionDeniedError,
      core.NotFoundError,
      core.InvalidRequestError,
      core.ContextLengthError,
      core.ContentFilterError,
      core.QuotaExceededError,
      core.RateLimitError,
      core.OverloadedError,
      core.ServerError,
      core.StreamInterruptedError,
      core.ResponseParseError,
      core.APIError,
    ].map((errorClass) => new errorClass('x', { ...api, code: 'c', requestId: 'r', attempts: [], rateLimit: { requests: { limit: 1 } } })),
    new core.AbortError('x'),
    new core.ConfigurationError('x', { partial }),
    new core.UnsupportedFeatureError('x'),
    new core.SdkError('x'),
  ];

  it.each(all.map((error) => [error.name, error] as const))('give %s back as it was', (_name, error) => {
    const json = JSON.parse(JSON.stringify(core.errorToJSON(error))) as unknown;
    const back = core.errorFromJSON(structuredClone(json));
    expect(back).toBeInstanceOf(error.constructor);
    expect(back.name).toBe(error.name);
    expect(core.errorToJSON(back)).toEqual(core.errorToJSON(error));
    expect(Object.keys(back)).toEqual(Object.keys(error));
    expect(back.partial).toEqual(error.partial);
  });

  it('have different kinds, one per class', () => {
    expect(new Set(all.map((error) => error.kind)).size).toBe(all.length);
  });

  it('keep a kind of a later version', () => {
    const back = core.errorFromJSON({ kind: 'solar-flare', message: 'x', provider: 'acme', retryable: true });
    expect(back).toBeInstanceOf(core.APIError);
    expect(back).toMatchObject({ kind: 'solar-flare', provider: 'acme', retryable: true });
  });

  it.each([null, 5, 'x', {}, { kind: 'toString' }])('make an SdkError of %o', (json) => {
    expect(core.errorFromJSON(json)).toBeInstanceOf(core.SdkError);
  });
});
