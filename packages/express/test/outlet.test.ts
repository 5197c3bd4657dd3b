import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import { expect, test } from 'vitest';
import { createOutlet } from '../src/outlet.ts';

/** A response whose client is behind whenever the test says so. */
function fakeResponse() {
  const state = { behind: false, written: [] as string[] };
  const fake = Object.assign(new EventEmitter(), {
    headersSent: true,
    writableEnded: false,
    destroyed: false,
    write(text: string) {
      state.written.push(text);
      return !state.behind;
    },
  });
  return { state, fake, res: fake as unknown as Response };
}

test('nothing piles up for a client that is behind, not even comments, and it is caught up by "drain"', async () => {
  const { state, fake, res } = fakeResponse();
  const outlet = createOutlet(res, {}, { text: ': hi\n\n', everyMs: 10 });
  outlet.commit();
  state.behind = true;
  await sleep(60);
  expect(state.written).toEqual([': hi\n\n']);
  let isCaughtUp = false;
  const drained = outlet.drained().then(() => (isCaughtUp = true));
  await sleep(10);
  expect(isCaughtUp).toBe(false);
  state.behind = false;
  fake.emit('drain');
  await drained;
  await sleep(30);
  expect(state.written.length).toBeGreaterThan(1);
  outlet.release();
});

test('a client that catches up while a part is waited for has not gone', async () => {
  const { state, fake, res } = fakeResponse();
  const outlet = createOutlet(res, {}, { text: ': hi\n\n', everyMs: 10 });
  outlet.commit();
  let hasGone = false;
  outlet.onGone(() => (hasGone = true));
  state.behind = true;
  await sleep(30);
  state.behind = false;
  fake.emit('drain');
  await sleep(30);
  expect(hasGone).toBe(false);
  fake.emit('close');
  expect(hasGone).toBe(true);
  outlet.release();
});

test('the head is sent at the end of the turn, also without a text', async () => {
  const { fake, res } = fakeResponse();
  let heads = 0;
  const flushHeaders = () => {
    heads++;
    fake.headersSent = true;
  };
  Object.assign(fake, { headersSent: false, flushHeaders, hasHeader: () => true });
  const outlet = createOutlet(res, { a: 'b' });
  expect(outlet.isCommitted()).toBe(false);
  outlet.commit();
  expect([outlet.isCommitted(), heads]).toEqual([true, 0]);
  await sleep(0);
  expect(heads).toBe(1);
  outlet.release();
});

test('what comes in one turn is one piece, unless it is long', async () => {
  const { state, res } = fakeResponse();
  const outlet = createOutlet(res, {});
  outlet.commit();
  outlet.write('a');
  await Promise.resolve();
  outlet.write('b');
  expect(state.written).toEqual([]);
  await sleep(0);
  expect(state.written).toEqual(['ab']);
  outlet.write('x'.repeat(16 * 1024));
  expect(state.written).toHaveLength(2);
  outlet.write('c');
  outlet.flush();
  expect(state.written.at(-1)).toBe('c');
  outlet.release();
});

test('nothing is left on a response that was released', () => {
  const { fake, res } = fakeResponse();
  const outlet = createOutlet(res, {}, { text: ': hi\n\n', everyMs: 10 });
  outlet.commit();
  outlet.release();
  expect(fake.eventNames()).toEqual([]);
});
