/**
 * Measures what a synchronous call costs more than an asynchronous one, over HTTP on loopback and without: `pnpm measure`.
 * The server is a process of its own, as vendors are. Calls of both sorts are made in turns.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createOpenAI } from '@sdk/provider-openai';
import { scriptedModel } from '@sdk/testing';
import { syncModel } from '../src/index.ts';

const CALLS = 1_000;
const WARM_UP = 200;

const SERVER = `
  const body = JSON.stringify({ id: 'c', model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }] });
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(body));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

const call = (size: number) => ({ messages: [{ role: 'user' as const, content: 'x'.repeat(size) }] });

async function compare(name: string, size: number, asynchronous: (size: number) => Promise<unknown>, synchronous: (size: number) => unknown): Promise<void> {
  const [asyncMs, syncMs]: [number[], number[]] = [[], []];
  for (let n = -WARM_UP; n < CALLS; n++) {
    const start = performance.now();
    await asynchronous(size);
    const middle = performance.now();
    synchronous(size);
    const end = performance.now();
    if (n < 0) continue;
    asyncMs.push(middle - start);
    syncMs.push(end - middle);
  }
  const [a, s] = [median(asyncMs), median(syncMs)];
  console.log(`${name}: ${a.toFixed(3)} ms with await, ${s.toFixed(3)} ms without, ${(s - a).toFixed(3)} ms more`);
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

const server = spawn(process.execPath, ['--eval', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(server.stdout, 'data')) as [Buffer];
const options = { baseUrl: `http://127.0.0.1:${port.toString().trim()}`, apiKey: 'sk' };

const first = performance.now();
const over = syncModel({ module: '@sdk/provider-openai', export: 'createOpenAI', options, modelId: 'm', from: import.meta.url });
over.generate(call(20));
console.log(`first call: ${(performance.now() - first).toFixed(0)} ms`);

const openai = createOpenAI(options)('m');
await compare('over HTTP', 20, (size) => openai.generate(call(size)), (size) => over.generate(call(size)));
await compare('over HTTP, prompt of 100 kB', 100_000, (size) => openai.generate(call(size)), (size) => over.generate(call(size)));

const scripted = scriptedModel('Hello.');
const inThread = syncModel({ module: new URL('./fixtures/models.ts', import.meta.url), export: 'readyModel' });
await compare('from memory', 20, (size) => scripted.generate(call(size)), (size) => inThread.generate(call(size)));
server.kill();
