import { expect, it } from 'vitest';
import { createCallId } from '../../src/face/call-id.ts';

it('counts the calls of a second, and never gives an id again, whatever the clock does', () => {
  const future = 4_000_000_000_000;
  const ids = [createCallId(future), createCallId(future + 999), createCallId(future + 1000), createCallId(future - 5000), createCallId(future + 500)];
  expect(ids).toEqual(['call_0_4000000000', 'call_1_4000000000', 'call_0_4000000001', 'call_1_4000000001', 'call_2_4000000001']);
});
