import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { startFaultServer, type Answer } from '@sdk/testing/server';
import { describe, expect, test } from 'vitest';
import { ASK, askRaw, chunk, KEY, serveApp, startApp, STREAM } from './support.ts';

const failing = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ error: { message: `${KEY} of org-secret`, type: 'x', code: `org-secret-${status}` } }),
});

test.each<[string, Answer, number, string, string | null]>([
  ['a rejected key', failing(401), 401, 'vendor_key_rejected', null],
  ['too many requests', failing(429, { 'retry-after': '120' }), 429, 'rate_limit_exceeded', '120'],
  ['no such model', failing(404), 404, 'model_not_found', null],
])("%s at the vendor's is the same status here, and nothing of its words", async (_name, answer, status, code, retryAfter) => {
  await using vendor = await startFaultServer(answer);
  const response = await fetch(`${await serveApp(vendor.url)}/chat`, ASK);
  const text = await response.text();
  expect(response.status).toBe(status);
  expect(JSON.parse(text)).toMatchObject({ error: { code, param: null } });
  expect(response.headers.get('retry-after')).toBe(retryAfter);
  expect(text + JSON.stringify([...response.headers])).not.toMatch(/sk-test|org-secret/);
  expect(vendor.requests).toHaveLength(1);
});

test('a vendor that is busy once is asked again, and nobody notices', async () => {
  const answer = { headers: STREAM, body: chunk({ content: 'Hello.' }) + chunk({}, 'stop') };
  await using vendor = await startFaultServer([failing(503, { 'retry-after': '0' }), answer]);
  const response = await fetch(`${await serveApp(vendor.url)}/chat`, ASK);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Hello.');
  expect(vendor.requests).toHaveLength(2);
});

test('an answer that is cut ends with an error event', async () => {
  await using vendor = await startFaultServer({ headers: STREAM, body: [chunk({ content: 'Half an ' }), { delayMs: 20 }, { reset: true }] });
  const text = await (await fetch(`${await serveApp(vendor.url)}/chat`, ASK)).text();
  expect(text).toContain('Half an ');
  expect(text.split('\n\n').at(-2)).toMatch(/^event: error\ndata: {"error":{"message":"The answer was cut."|^event: error\ndata: {"error":{"message":"The model cannot be reached\."/);
});

describe('closing the tab', () => {
  const answers: [string, Answer][] = [
    ['before the answer begins', { before: [{ stall: true }] }],
    ['after the head', { headers: STREAM, body: [{ stall: true }] }],
    ['in mid-answer', { headers: STREAM, body: [chunk({ content: 'Once ' }), { stall: true }] }],
    ['while the answer floods', { headers: STREAM, body: [{ repeat: chunk({ content: 'again '.repeat(100) }) }] }],
  ];
  test.each(answers)('%s is seen at the vendor within 100 ms', async (_name, answer) => {
    await using vendor = await startFaultServer(answer);
    const socket = await askRaw(await serveApp(vendor.url));
    const request = await vendor.received(0);
    await sleep(50);
    const leftAt = performance.now();
    socket.destroy();
    const closing = await request.closed;
    expect(closing.by).toBe('client');
    console.log(`closed tab, ${_name}: seen after ${(closing.atMs - leftAt).toFixed(1)} ms`);
    expect(closing.atMs - leftAt).toBeLessThan(100);
  });

  test('during the wait between two attempts ends the waiting', async () => {
    await using vendor = await startFaultServer(failing(503, { 'retry-after': '1' }));
    const socket = await askRaw(await serveApp(vendor.url));
    await vendor.received(0);
    await sleep(50);
    socket.destroy();
    await sleep(1_300);
    expect(vendor.requests).toHaveLength(1);
  });
});

test('without a key, the mock calls the tool and tells what it gave', async () => {
  const { origin, printed } = await startApp({ OPENAI_API_KEY: '' });
  expect(printed()).toContain('a mock inside this program answers');
  const response = await fetch(`${origin}/chat`, ASK);
  const text = await response.text();
  expect(text).toContain('"toolName":"cityTime","arguments":{"timeZone":"Asia/Tokyo"}');
  expect(text).toMatch(/"type":"tool-result","toolCallId":"[^"]+","result":"\w+, \d+ \w+ \d+ at \d\d:\d\d"/);
  const spoken = [...text.matchAll(/"type":"text-delta","index":\d+,"delta":"([^"]*)"/g)].map(([, delta]) => delta).join('');
  expect(spoken).toMatch(/The tool ran on this machine and says: \w+, \d+ \w+ \d+ at \d\d:\d\d/);
});

test.each(['{}', '{"messages":[]}', '{"messages":[{"role":"system","content":"x"}]}', '{"messages":[null]}', '[]', '{"messages":[{"role":"user","content":[{"type":"text"}]}]}'])('%s is a 400', async (body) => {
  await using vendor = await startFaultServer({});
  const response = await fetch(`${await serveApp(vendor.url)}/chat`, { ...ASK, body });
  expect(response.status).toBe(400);
  expect(vendor.requests).toHaveLength(0);
});

test('a closed tab does not hold the server back from ending', async () => {
  await using vendor = await startFaultServer({ headers: STREAM, body: [chunk({ content: 'Once ' }), { stall: true }] });
  const { origin, child } = await startApp({ OPENAI_API_KEY: KEY, SDK__PROVIDERS__OPENAI__BASEURL: `${vendor.url}/v1` });
  const socket = await askRaw(origin);
  await once(socket, 'data');
  socket.destroy();
  await (await vendor.received(0)).closed;
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[1]).toBe('SIGTERM');
});
