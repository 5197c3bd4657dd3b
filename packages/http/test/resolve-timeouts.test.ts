import { ConfigurationError, type Timeouts } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { resolveTimeouts } from '../src/call-guard.ts';
import { createSettings } from '../src/settings.ts';
import type { Transport } from '../src/transport.ts';

const settings = (timeoutMs?: number, timeouts?: Timeouts) =>
  createSettings({ id: 'acme', ...(timeoutMs ? { timeoutMs } : {}) }, timeouts ? { timeouts } : {}, {} as Transport);

describe('the limits on time', () => {
  it("are the call's over the provider's over the defaults", () => {
    expect(resolveTimeouts(settings(), undefined)).toEqual({ connectMs: 10_000, firstByteMs: 300_000, idleMs: 120_000, totalMs: Infinity });
    expect(resolveTimeouts(settings(undefined, { connectMs: 1, idleMs: 2 }), { idleMs: 3 })).toMatchObject({ connectMs: 1, idleMs: 3, totalMs: Infinity });
  });

  it("with a vendor's one, bound a whole answer, and of a stream the wait for its first byte", () => {
    expect(resolveTimeouts(settings(100_000), undefined)).toEqual({ connectMs: 10_000, firstByteMs: Infinity, idleMs: Infinity, totalMs: 100_000 });
    expect(resolveTimeouts(settings(100_000), undefined, true)).toEqual({ connectMs: 10_000, firstByteMs: 100_000, idleMs: 120_000, totalMs: Infinity });
  });

  it("give way to the user's", () => {
    expect(resolveTimeouts(settings(100_000, { totalMs: 5 }), { firstByteMs: 4 })).toMatchObject({ firstByteMs: 4, totalMs: 5 });
    expect(resolveTimeouts(settings(100_000, { firstByteMs: 5 }), undefined, true)).toMatchObject({ firstByteMs: 5, totalMs: Infinity });
  });

  it.each([{ connectMs: 0 }, { idleMs: -1 }, { totalMs: Number.NaN }])('are refused: %o', (timeouts) => {
    expect(() => resolveTimeouts(settings(), timeouts)).toThrow(ConfigurationError);
  });
});
