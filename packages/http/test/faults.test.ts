import { inspect } from 'node:util';
import { collect, errorToJSON, SdkError, type GenerateResult } from '@sdk/core';
import { hangingPort, refusedPort, startFaultServer, type Answer } from '@sdk/testing/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchTransport, undiciTransport, type ProviderOptions } from '../src/index.ts';
import { ask, createToy, END, END_NOW, frame, KEY, PROMPT, TEXT } from './toy-provider.ts';

type Mode = 'whole' | 'stream';
const WHOLE = '{"text":"Hello"}';
const JSON_TYPE = { 'content-type': 'application/json' };

async function outcome(options: ProviderOptions, mode: Mode, more: object = {}): Promise<GenerateResult | SdkError> {
  await using provider = createToy({ apiKey: KEY, ...options });
  const model = provider('m');
  try {
    return await (mode === 'whole' ? model.generate({ ...ask, ...more }) : collect(model.stream({ ...ask, ...more })));
  } catch (error) {
    expect(error).toBeInstanceOf(SdkError);
    return error as SdkError;
  }
}

const kindOf = (result: GenerateResult | SdkError) => ('kind' in result ? result.kind : `answered: ${result.text}`);

describe.each([
  ['undici', undiciTransport],
  ['fetch', fetchTransport],
] as const)('over %s', (name, transport) => {
  const cases: [string, Answer, Partial<Record<Mode, string>>][] = [
    ['an answer', { body: [TEXT, END] }, { stream: 'answered: Hello' }],
    ['an answer that is whole', { body: WHOLE }, { whole: 'answered: Hello', stream: 'answered: Hello' }],
    ['white space before JSON', { body: `\n\n  ${WHOLE}` }, { whole: 'answered: Hello' }],
    ['HTML', { body: '<html>Welcome</html>', headers: { 'content-type': 'text/html' } }, { whole: 'response-parse', stream: 'response-parse' }],
    ['plain text', { body: 'Bad gateway' }, { whole: 'response-parse', stream: 'response-parse' }],
    ['{}', { body: '{}', headers: JSON_TYPE }, { whole: 'response-parse', stream: 'response-parse' }],
    ['nothing', { body: '' }, { whole: 'response-parse', stream: 'response-parse' }],
    ['nothing, with a length', { body: '', framing: 'length' }, { whole: 'response-parse', stream: 'response-parse' }],
    ['an error inside', { body: '{"error":"gone"}' }, { whole: 'server', stream: 'server' }],
    ['an error event', { body: [TEXT, frame({ error: 'gone' })] }, { stream: 'server' }],
    ['an event that is no JSON', { body: [TEXT, 'data: {oops\n\n', END] }, { stream: 'response-parse' }],
    ['no last event', { body: [TEXT] }, { stream: 'stream-interrupted' }],
    ['an event that is cut', { body: [TEXT, 'data: {"text":"He'] }, { stream: 'stream-interrupted' }],
    ['comments only', { body: [': hi\n\n'] }, { stream: 'stream-interrupted' }],
    ['a reset after the first part', { body: [TEXT, { delayMs: 20 }, { reset: true }] }, { stream: 'stream-interrupted' }],
    ['a reset before the first part', { body: [{ delayMs: 20 }, { reset: true }] }, { whole: 'stream-interrupted', stream: 'stream-interrupted' }],
    ['a reset before the status', { before: [{ reset: true }] }, { whole: 'connection', stream: 'connection' }],
    ['a hang-up before the status', { before: [{ end: true }] }, { whole: 'connection', stream: 'connection' }],
    ['a body cut in mid-chunk', { body: [{ raw: 'ff\r\n{"text"' }, { end: true }] }, { whole: 'stream-interrupted', stream: 'stream-interrupted' }],
    ['a body shorter than its length', { body: ['{"text"', { end: true }], framing: 'length', contentLength: 400 }, { whole: 'stream-interrupted' }],
    ['a cut on connection: close', { body: [TEXT, 'data: {"te', { delayMs: 20 }, { reset: true }], headers: { connection: 'close' }, framing: 'close' }, { stream: 'stream-interrupted' }],
    ['the same on a whole answer', { body: ['{"text"', { delayMs: 20 }, { reset: true }], headers: { connection: 'close' }, framing: 'length', contentLength: 400 }, { whole: 'stream-interrupted' }],
    ['a reset after the last event', { body: [TEXT, END, { delayMs: 20 }, { reset: true }] }, { stream: 'answered: Hello' }],
    ['a status whose body is reset', { status: 401, body: ['{"err', { delayMs: 20 }, { reset: true }] }, { whole: 'authentication', stream: 'authentication' }],
    ['an error status in HTML', { status: 502, body: '<html>Bad gateway</html>' }, { whole: 'server', stream: 'server' }],
    ['an error status with nothing', { status: 404, body: '' }, { whole: 'not-found', stream: 'not-found' }],
    ['a broken chunk size', { body: [TEXT, { raw: 'zz\r\n' }] }, { stream: 'stream-interrupted' }],
  ];
  const flat = cases.flatMap(([fault, answer, kinds]) => (Object.keys(kinds) as Mode[]).map((mode) => [fault, mode, answer, kinds[mode]] as const));

  it.each(flat)('%s (%s)', async (_fault, mode, answer, kind) => {
    await using server = await startFaultServer(answer);
    expect(kindOf(await outcome({ baseUrl: server.url, transport: transport() }, mode))).toBe(kind);
  });

  it.each(['whole', 'stream'] as const)('a refused connection says what to do (%s)', async (mode) => {
    await using port = await refusedPort();
    const error = (await outcome({ baseUrl: `${port.url}/v1`, transport: transport() }, mode)) as SdkError;
    expect(error).toMatchObject({ kind: 'connection', retryable: true });
    expect(error.message).toBe(`toy: no connection to ${port.url} (ECONNREFUSED). Is the toy running?`);
  });

  it('an unknown host is a connection error', async () => {
    const error = await outcome({ baseUrl: 'http://nowhere.invalid', transport: transport() }, 'whole');
    expect(error).toMatchObject({ kind: 'connection' });
    expect((error as SdkError).message).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });

  describe('each phase that stalls is named', () => {
    const stalls: [string, Answer, object, string][] = [
      ['firstByte', { before: [{ stall: true }] }, { firstByteMs: 80 }, 'firstByte'],
      ['firstByte, after the headers', { body: [{ stall: true }] }, { firstByteMs: 80 }, 'firstByte'],
      ['idle', { body: [TEXT, { stall: true }] }, { idleMs: 80 }, 'idle'],
      ['idle, also without a limit for the first byte', { body: [TEXT, { stall: true }] }, { idleMs: 80, firstByteMs: Infinity, connectMs: Infinity }, 'idle'],
      ['total, while comments drip', { body: [TEXT, { repeat: ': x\n\n', everyMs: 10 }] }, { totalMs: 400, idleMs: 200 }, 'total'],
    ];
    it.each(stalls)('%s', async (_name, answer, timeouts, phase) => {
      await using server = await startFaultServer(answer);
      const error = (await outcome({ baseUrl: server.url, transport: transport(), timeouts }, 'stream')) as SdkError;
      expect(error).toMatchObject({ kind: 'timeout', phase, provider: 'toy', retryable: true });
      expect(error.message).toMatch(new RegExp(`within \\d+ ms \\(the ${phase} timeout\\)`));
      expect((await server.requests[0]?.closed)?.by).toBe('client');
    });

    it('a whole answer that stalls in its body', async () => {
      await using server = await startFaultServer({ body: ['{"text"', { stall: true }] });
      expect(await outcome({ baseUrl: server.url, transport: transport(), timeouts: { idleMs: 60 } }, 'whole')).toMatchObject({ kind: 'timeout', phase: 'idle' });
    });

    it('an answer whose last event has come is complete, even if the connection stays open', async () => {
      await using server = await startFaultServer({ body: [TEXT, END, { stall: true }] });
      expect(kindOf(await outcome({ baseUrl: server.url, transport: transport(), timeouts: { idleMs: 60 } }, 'stream'))).toBe('answered: Hello');
    });

    it('a status keeps its class when its body stalls', async () => {
      await using server = await startFaultServer({ status: 429, body: ['{"er', { stall: true }] });
      expect(await outcome({ baseUrl: server.url, transport: transport(), timeouts: { idleMs: 60 } }, 'stream')).toMatchObject({ kind: 'rate-limit', status: 429 });
    });
  });

  describe('secrets', () => {
    it.each([400, 401, 500])('stay out of the error when a %i echoes them', async (status) => {
      await using server = await startFaultServer((request) => ({ status, body: JSON.stringify({ error: `${request.headers['authorization']} ${request.headers['x-tenant']} said ${request.body}` }) }));
      const error = (await outcome({ baseUrl: server.url, transport: transport(), headers: { 'x-tenant': 'tenant-secret' } }, 'stream')) as SdkError;
      const shown = [error.message, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), JSON.stringify(errorToJSON(error)), error.stack].join();
      for (const secret of [KEY, PROMPT, 'tenant-secret']) expect(shown).not.toContain(secret);
      expect(error.message).toContain('[redacted]');
    });

    it('stay out of the cause, too, where the parser keeps raw bytes', async () => {
      await using server = await startFaultServer((request) => ({ before: [{ raw: `nonsense ${request.body} ${request.headers['authorization']}\r\n\r\n` }, { end: true }] }));
      const error = (await outcome({ baseUrl: server.url, transport: transport() }, 'whole')) as SdkError;
      expect(error.kind).toBe('connection');
      const { cause } = error;
      const bytes = Buffer.isBuffer((cause as { data?: unknown }).data) ? String((cause as { data?: unknown }).data) : '';
      const shown = inspect(cause, { depth: 9, showHidden: true }) + JSON.stringify(cause) + bytes;
      for (const secret of [KEY, PROMPT]) expect(shown).not.toContain(secret);
      expect(cause).toBeInstanceOf(Error);
    });

    it.each([301, 302, 303, 307, 308])('do not follow a %i', async (status) => {
      await using other = await startFaultServer({ body: WHOLE });
      await using server = await startFaultServer({ status, headers: { location: `${other.url}/take?it=1` } });
      const error = (await outcome({ baseUrl: server.url, transport: transport() }, 'whole')) as SdkError;
      expect(error).toMatchObject({ kind: 'api', retryable: false });
      expect(error.message).toContain(other.url);
      expect(other.requests).toHaveLength(0);
    });
  });

  it('limits how much of an error body is read', async () => {
    await using server = await startFaultServer({ status: 500, body: [{ repeat: 'x'.repeat(65_536) }] });
    const error = await outcome({ baseUrl: server.url, transport: transport(), limits: { errorBodyBytes: 100_000 } }, 'stream');
    expect(error).toMatchObject({ kind: 'server', status: 500 });
    expect((await server.requests[0]?.closed)?.by).toBe('client');
  });

  it.each<[string, Mode, Answer, object]>([
    ['a JSON body', 'whole', { body: [{ repeat: ' '.repeat(65_536) }] }, { jsonBytes: 200_000 }],
    ['an event', 'stream', { body: ['data: ', { repeat: 'x'.repeat(65_536) }] }, { eventBytes: 200_000 }],
  ])('limits %s', async (_name, mode, answer, limits) => {
    await using server = await startFaultServer(answer);
    const error = (await outcome({ baseUrl: server.url, transport: transport(), limits }, mode)) as SdkError;
    expect(error.kind).toBe('response-parse');
    expect(error.message).toContain(`limits.${Object.keys(limits)[0]}`);
    expect((await server.requests[0]?.closed)?.by).toBe('client');
  });

  it('stops the socket when the consumer is slow, and goes on when it comes back', { timeout: 30_000 }, async () => {
    const text = frame({ text: 'x'.repeat(1_000) });
    await using server = await startFaultServer({ body: [{ repeat: text.repeat(64), times: 400 }, END] });
    await using provider = createToy({ apiKey: KEY, baseUrl: server.url, transport: transport(), timeouts: { idleMs: 1_000 } });
    let deltas = 0;
    for await (const part of provider('m').stream(ask)) {
      if (part.type !== 'text-delta') continue;
      if (++deltas !== 100) continue;
      // Longer than the idle timeout, which must not run while we ourselves hold the socket.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const taken = server.requests[0]?.acceptedBytes ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(server.requests[0]?.acceptedBytes).toBe(taken);
      expect(taken).toBeLessThan(20_000_000);
    }
    expect(deltas).toBe(25_600);
  });

  if (name === 'undici') {
    describe('a connection that hangs', () => {
      let port: Awaited<ReturnType<typeof hangingPort>>;
      beforeAll(async () => {
        port = await hangingPort();
      });
      afterAll(() => port.close());

      it('is a connect timeout', async () => {
        expect(await outcome({ baseUrl: port.url, timeouts: { connectMs: 80 } }, 'stream')).toMatchObject({ kind: 'timeout', phase: 'connect', timeoutMs: 80 });
      });

      it('is given up at once on abort', async () => {
        const reason = new DOMException('late', 'TimeoutError');
        const abort = new AbortController();
        setTimeout(() => abort.abort(reason), 40);
        const started = performance.now();
        expect(await outcome({ baseUrl: port.url }, 'whole', { signal: abort.signal })).toMatchObject({ kind: 'abort', name: 'AbortError', cause: reason });
        expect(performance.now() - started).toBeLessThan(500);
      });
    });
  }

  it('uses one connection for calls one after the other, streams included', async () => {
    await using server = await startFaultServer([{ body: [TEXT, END_NOW] }, { body: WHOLE }, { body: [TEXT, END] }, { body: WHOLE }]);
    await using provider = createToy({ apiKey: KEY, baseUrl: server.url, transport: transport() });
    for (let n = 0; n < 2; n++) {
      for await (const part of provider('m').stream(ask)) if (part.type === 'finish') break;
      await new Promise((resolve) => setTimeout(resolve, 10)); // the last chunk of the framing comes after the last event
      await provider('m').generate(ask);
      await new Promise((resolve) => setTimeout(resolve, 10)); // undici reuses a socket one turn of the event loop later
    }
    expect(server.connections).toBe(1);
  });

  it('closes a connection that goes on after the last event', async () => {
    await using server = await startFaultServer({ body: [TEXT, END_NOW, { repeat: ': x\n\n', everyMs: 10 }] });
    expect(kindOf(await outcome({ baseUrl: server.url, transport: transport() }, 'stream'))).toBe('answered: Hello');
    expect((await server.requests[0]?.closed)?.by).toBe('client');
  });
});
