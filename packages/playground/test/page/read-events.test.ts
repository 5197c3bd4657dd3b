import { expect, test } from 'vitest';
import { readEvents, type ServerEvent } from '../../src/page/read-events.ts';

const TEXT = 'data: {"a":"é😀"}\n\n: keep-alive\n\nevent: error\ndata: {"b":\ndata: 2}\n\ndata: {"cut":';

function bodyOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

test.each([1, 2, 7, 1000])('events are the same when the bytes come %i at a time; comments and what was cut are none', async (size) => {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(bodyOf(TEXT, size))) events.push(event);
  expect(events).toEqual([
    { name: 'message', data: { a: 'é😀' } },
    { name: 'error', data: { b: 2 } },
  ]);
});

test('leaving early cancels the body', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => void (cancelled = true),
  });
  for await (const { data } of readEvents(body)) {
    expect(data).toBe(1);
    break;
  }
  expect(cancelled).toBe(true);
});
