import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, test } from 'vitest';
import { endless, sending, streamOf } from './sending.ts';
import { rawGet, until } from './support.ts';

describe.each([['plain', false], ['compressed', true]])('backpressure, %s', (_name, compressed) => {
  test('a client that stops reading stops the stream, and reading on goes on', async () => {
    const { seen, source } = endless(60_000);
    const { origin } = await sending(source, { compressed });
    const socket = await rawGet(origin, '/', 'accept-encoding: gzip\r\n');
    socket.pause();
    let before = -1;
    for (let still = 0; still < 5; before = seen.parts) {
      await sleep(50);
      still = seen.parts === before && before > 0 ? still + 1 : 0;
      expect(seen.parts * 60_000).toBeLessThan(64 * 2 ** 20);
    }
    const stoppedAt = seen.parts;
    socket.resume();
    await until(() => seen.parts > stoppedAt + 100);
  });
});

describe('keep-alive', () => {
  test('is a comment whenever nothing was sent for so long, after the first part', async () => {
    async function* parts(): AsyncGenerator<StreamPart> {
      await sleep(100);
      yield { type: 'text-delta', index: 0, delta: 'a' };
      await sleep(130);
      yield { type: 'text-delta', index: 0, delta: 'b' };
      for (let turn = 0; turn < 10; turn++) {
        await sleep(10);
        yield { type: 'text-delta', index: 0, delta: 'c' };
      }
    }
    const { origin } = await sending(parts(), { keepAliveMs: 40 });
    const text = await (await fetch(origin)).text();
    const [head = '', tail = ''] = text.split('"b"');
    expect(head.startsWith('data:')).toBe(true);
    expect(head.split(': keep-alive\n\n').length - 1).toBeGreaterThanOrEqual(2);
    expect(tail).not.toContain('keep-alive');
  });

  test('can be switched off', async () => {
    const { origin } = await sending(streamOf(scriptedModel('a b', { delayMs: 60 })), { keepAliveMs: 0 });
    expect(await (await fetch(origin)).text()).not.toContain('keep-alive');
  });
});

test('behind compression each part arrives when it is sent', async () => {
  const { origin } = await sending(streamOf(scriptedModel('one two three', { delayMs: 100 })), { compressed: true });
  const response = await fetch(origin, { headers: { 'accept-encoding': 'gzip' } });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const arrivals: { atMs: number; text: string }[] = [];
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) arrivals.push({ atMs: performance.now(), text });
  const [one, three] = ['one', 'three'].map((word) => arrivals.find(({ text }) => text.includes(word)));
  expect(three!.atMs - one!.atMs).toBeGreaterThan(150);
});
