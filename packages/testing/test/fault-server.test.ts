import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutBytes, hangingPort, joinBytes, refusedPort, startFaultServer, type Cut } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';

/** Sends a bare request and collects everything that comes back, and how it ended. */
async function exchange(port: number, request = 'GET /a?b=1 HTTP/1.1\r\nhost: x\r\n\r\n') {
  const socket = connect(port, '127.0.0.1');
  const pieces: string[] = [];
  let ended = 'close';
  socket.on('data', (piece) => pieces.push(piece.toString('latin1')));
  socket.on('end', () => (ended = 'end'));
  socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code ?? 'error'));
  socket.write(request);
  await new Promise((resolve) => socket.on('close', resolve));
  return { pieces, text: pieces.join(''), ended };
}

describe('the fault server', () => {
  it('says what it is told and reports what it was asked', async () => {
    await using server = await startFaultServer({ status: 201, headers: { 'x-a': ['1', '2'], connection: 'close' }, body: 'hé' });
    const { text } = await exchange(server.port, 'POST /p?q HTTP/1.1\r\nX-Key: k\r\ncontent-length: 7\r\n\r\n{"a":1}');
    expect(text).toBe(
      'HTTP/1.1 201 Created\r\nx-a: 1\r\nx-a: 2\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nh\xc3\xa9\r\n0\r\n\r\n',
    );
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/p?q', headers: { 'x-key': 'k' }, body: '{"a":1}', connection: 0 });
    expect(request!.json()).toEqual({ a: 1 });
    expect(await request!.closed).toMatchObject({ by: 'server', how: 'end' });
  });

  it('reads a chunked request and keeps the connection for the next one', async () => {
    await using server = await startFaultServer([{ body: 'one' }, { body: 'two', framing: 'close' }]);
    const chunked = 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
    const { text } = await exchange(server.port, `${chunked}GET /2 HTTP/1.1\r\n\r\n`);
    expect(server.requests.map(({ body, path, connection }) => [body, path, connection])).toEqual([
      ['abcde', '/', 0],
      ['', '/2', 0],
    ]);
    expect(text).toContain('3\r\none\r\n0\r\n\r\n');
    expect(text).toMatch(/connection: close\r\n\r\ntwo$/);
  });

  it('answers 500 when its list of answers has run out', async () => {
    await using server = await startFaultServer([]);
    const response = await fetch(server.url);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('no answer left');
  });

  it('can be told something else', async () => {
    await using server = await startFaultServer({ body: 'a' });
    expect(await (await fetch(server.url)).text()).toBe('a');
    server.answer(({ path }) => ({ body: path }));
    expect(await (await fetch(`${server.url}/b`)).text()).toBe('/b');
  });

  it('cuts a body as it is told, and each piece arrives by itself', async () => {
    const body = 'aé\r\n\r\nb\n\nc';
    const cuts: [Cut, string[]][] = [
      ['whole', ['aé\r\n\r\nb\n\nc']],
      ['line', ['aé\r\n', '\r\n', 'b\n', '\n', 'c']],
      ['event', ['aé\r\n\r\n', 'b\n\n', 'c']],
      [
        [2, 5],
        ['a\xc3', '\xa9\r\n', '\r\nb\n\nc'],
      ],
      ['byte', [...Buffer.from(body).toString('latin1')]],
    ];
    for (const [cut, expected] of cuts) {
      const latin1 = expected.map((piece) => (piece.includes('é') ? Buffer.from(piece).toString('latin1') : piece));
      await using server = await startFaultServer({ framing: 'close', body, cut });
      const { pieces } = await exchange(server.port);
      expect(pieces.slice(1), JSON.stringify(cut)).toEqual(latin1);
    }
  });

  it('cuts at random places that the seed alone decides', () => {
    const bytes = new Uint8Array(1000).map((_, at) => at);
    const pieces = cutBytes(bytes, { seed: 7, maxBytes: 9 });
    expect(cutBytes(bytes, { seed: 7, maxBytes: 9 })).toEqual(pieces);
    expect(cutBytes(bytes, { seed: 8, maxBytes: 9 })).not.toEqual(pieces);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(9);
    expect(joinBytes(pieces)).toEqual(Buffer.from(bytes));
  });

  it('packs many pieces into one packet, each still a chunk', async () => {
    await using server = await startFaultServer({ body: 'abc', cut: 'byte', packed: true, headers: { connection: 'close' } });
    const { pieces } = await exchange(server.port);
    expect(pieces[1]).toBe('1\r\na\r\n1\r\nb\r\n1\r\nc\r\n');
  });

  it('resets', async () => {
    await using server = await startFaultServer({ body: ['abc', { delayMs: 20 }, { reset: true }] });
    expect(await exchange(server.port)).toMatchObject({ ended: 'ECONNRESET', text: expect.stringMatching(/3\r\nabc\r\n$/) });
    expect(await server.requests[0]!.closed).toMatchObject({ by: 'server', how: 'reset' });
  });

  it('ends early: chunks without the last one, fewer bytes than promised', async () => {
    await using chunked = await startFaultServer({ body: ['abc', { end: true }] });
    expect((await exchange(chunked.port)).text).toMatch(/\r\n\r\n3\r\nabc\r\n$/);
    await using short = await startFaultServer({
      body: 'abc',
      framing: 'length',
      contentLength: 9,
      headers: { connection: 'close' },
    });
    expect((await exchange(short.port)).text).toMatch(/content-length: 9\r\n\r\nabc$/);
  });

  it('stalls before the head, and after it', async () => {
    await using mute = await startFaultServer({ before: [{ stall: true }] });
    await using headOnly = await startFaultServer({ body: [{ stall: true }] });
    const silent = connect(mute.port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n');
    const half = connect(headOnly.port, '127.0.0.1');
    half.write('GET / HTTP/1.1\r\n\r\n');
    silent.on('data', () => expect.unreachable());
    const [head] = (await once(half, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    await sleep(20);
    half.destroy();
    silent.destroy();
  });

  it('writes past the framing, and waits for the test', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    await using server = await startFaultServer({
      before: [{ delayMs: 5 }],
      headers: { connection: 'close' },
      body: ['a', { until: () => gate }, { raw: 'zz\r\n' }, { repeat: 'b', times: 2 }],
    });
    const answer = exchange(server.port);
    const request = await server.received(0);
    await sleep(50);
    expect(server.openConnections).toBe(1);
    expect(request.acceptedBytes).toBeGreaterThan(0);
    go();
    expect((await answer).text).toMatch(/\r\n\r\n1\r\na\r\nzz\r\n1\r\nb\r\n1\r\nb\r\n0\r\n\r\n$/);
  });

  it('sees the client leave, and how many bytes were taken until then', async () => {
    await using server = await startFaultServer({ body: [{ repeat: 'x'.repeat(65_536) }] });
    const request = get(server.url, (response) => response.pause());
    request.on('error', () => {});
    const received = await server.received(0);
    let before = -1;
    while (before !== received.acceptedBytes) {
      before = received.acceptedBytes;
      await sleep(100);
    }
    expect(before).toBeGreaterThan(65_536);
    expect(before).toBeLessThan(32 * 2 ** 20);
    expect(received.closing).toBeUndefined();
    const leftAt = performance.now();
    request.destroy();
    const closing = await received.closed;
    expect(closing).toMatchObject({ by: 'client', how: 'reset' });
    expect(closing.atMs - leftAt).toBeLessThan(500);
  });

  it('hangs up on everybody when it is closed', async () => {
    const server = await startFaultServer({ body: [{ stall: true }] });
    const answer = exchange(server.port);
    const { closed } = await server.received(0);
    await server.close();
    expect(await closed).toMatchObject({ by: 'server' });
    await answer;
  });
});

describe('ports', () => {
  it('refuse', async () => {
    await using port = await refusedPort();
    expect(await exchange(port.port)).toMatchObject({ text: '', ended: 'ECONNREFUSED' });
  });

  it('let a connection hang', async () => {
    await using port = await hangingPort();
    const socket = connect(port.port, '127.0.0.1');
    socket.on('connect', () => expect.unreachable());
    await sleep(300);
    expect(socket.connecting).toBe(true);
    socket.destroy();
  });
});
