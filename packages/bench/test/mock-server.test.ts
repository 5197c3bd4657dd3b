import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTENDERS, loadContender, loadNative } from '../src/contenders/names.ts';
import { startMockServer } from '../src/server/mock-server.ts';
import { CHUNKS, SMALL_CALL } from '../src/server/scenarios.ts';
import { textOfTokens, toolArguments } from '../src/server/wire-samples.ts';

let started: Awaited<ReturnType<typeof startMockServer>>;
beforeAll(async () => {
  started = await startMockServer();
});
afterAll(() => started.server.close());

const ask = (scenario: string) =>
  fetch(`${started.url}/${scenario}/v1/chat/completions`, { method: 'POST', body: '{}', headers: { connection: 'close' } });

it('answers whole', async () => {
  expect(await (await ask('whole')).json()).toMatchObject({ choices: [{ message: { content: textOfTokens(150) } }] });
});

it.each(['blocks', 'short'])('streams the same events however they are written: %s', async (scenario) => {
  const events = (await (await ask(scenario)).text()).split('\n\n').filter((event) => event !== '');
  expect(events.at(-1)).toBe('data: [DONE]');
  const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
  expect(text).toBe(textOfTokens(scenario === 'short' ? 8 : 2_000));
});

it('does not know other paths', async () => {
  expect((await ask('nope')).status).toBe(404);
});

it('answers requests that come in pieces, and two at once', async () => {
  const request = 'POST /whole/v1/chat/completions HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello';
  const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
  let received = '';
  const twoAnswers = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      received += bytes.toString();
      if (received.split('"usage"').length === 3) resolve();
    });
  });
  socket.write(request.slice(0, 30));
  await new Promise((resolve) => setTimeout(resolve, 5));
  socket.write(request.slice(30) + request);
  await twoAnswers;
  socket.destroy();
  expect(received.split('HTTP/1.1 200 OK')).toHaveLength(3);
});

it.each([['anthropic', 'hand'], ['anthropic', 'sdk'], ['gemini', 'hand'], ['gemini', 'sdk']] as const)('%s: %s reads its stream', async (wire, name) => {
  const create = await loadNative(wire, name);
  const text = await create(`${started.url}/${wire}/v1`).stream();
  expect(text).toBe(textOfTokens(CHUNKS));
});

it.each(CONTENDERS)('%s reads every kind of answer', async (name) => {
  const create = await loadContender(name);
  const at = (scenario: string) => create(`${started.url}/${scenario}/v1`);
  expect(await at('whole').generate()).toBe(textOfTokens(150));
  expect(await at('short').stream()).toBe(textOfTokens(8));
  const pieces: string[] = [];
  await at('short').streamTo((text) => void pieces.push(text));
  expect(pieces.join('')).toBe(textOfTokens(8));
  expect(await at('tool-small').toolCall()).toEqual(JSON.parse(toolArguments(SMALL_CALL)));
});
