import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { syncModel, syncProvider } from '../src/index.ts';
import { fixtureModel, MODELS, run, runForJSON, say } from './support.ts';

const threadOf = (source: object) => {
  const model = fixtureModel(source);
  return model.generate(say('thread')).text;
};

it('models of equal sources share a thread, others do not', () => {
  const source = { export: 'createFixture', modelId: 'a' };
  const first = threadOf(source);
  expect(threadOf(source)).toBe(first);
  expect(threadOf({ ...source, modelId: 'b' })).toBe(first);
  expect(threadOf({ ...source, timeoutMs: 60_000 })).toBe(first);
  expect(threadOf({ ...source, options: {} })).not.toBe(first);
  expect(threadOf({ ...source, maxHeapMb: 200 })).not.toBe(first);
  const provider = syncProvider({ module: MODELS, export: 'createFixture' });
  onTestFinished(() => provider.close());
  expect(provider('c').generate(say('thread')).text).toBe(first);
});

it('a thread lives until the last of its models is closed', () => {
  const keeper = fixtureModel({ maxHeapMb: 400 });
  const other = fixtureModel();
  const count = (model: typeof keeper) => model.generate(say('calls')).text;
  expect([count(keeper), count(keeper)]).toEqual(['0', '1']);
  {
    using second = syncModel({ module: MODELS, export: 'makeModel', maxHeapMb: 400 });
    expect(count(second)).toBe('2');
  }
  expect(count(keeper)).toBe('3');
  const before = Number(count(other));
  keeper.close();
  expect(count(fixtureModel({ maxHeapMb: 400 }))).toBe('0');
  expect(Number(count(other))).toBe(before + 1);
});

it('closing what was never called, and closing twice, end nothing', () => {
  const model = fixtureModel();
  model.generate(say('hello'));
  const unused = fixtureModel();
  unused.close();
  unused.close();
  const second = fixtureModel();
  second.generate(say('hello'));
  second.close();
  second.close();
  expect(Number(model.generate(say('calls')).text)).toBeGreaterThan(1);
});

it('a thread has the environment of the moment when it starts', () => {
  process.env['SYNC_TEST'] = 'there';
  onTestFinished(() => void delete process.env['SYNC_TEST']);
  expect(fixtureModel({ maxHeapMb: 401 }).generate(say('env SYNC_TEST')).text).toBe('there');
  expect(fixtureModel({ maxHeapMb: 401 }).generate(say('env NODE_OPTIONS')).text).toBe(process.env['NODE_OPTIONS'] ?? '(not set)');
});

/** In a program: how many worker threads there are, those of threads included. */
const COUNT = `
  const count = ({ workers }) => workers.reduce((sum, worker) => sum + 1 + count(worker), 0);
  const threads = () => count(process.report.getReport());
`;
const PROGRAM = `
  import { syncModel } from '@sdk/sync';
  ${COUNT}
  const ask = (model, content) => model.generate({ messages: [{ role: 'user', content }] }).text;
  const make = (more) => syncModel({ module: input, export: 'makeModel', ...more });
`;

it('nothing starts at import, nor when a model is made, nor for a stream that is not read', async () => {
  const program = `
    ${COUNT}
    const { syncModel } = await import('@sdk/sync');
    const model = syncModel({ module: input, export: 'makeModel' });
    model.stream({ messages: [] })[Symbol.iterator]().return();
    const seen = [threads(), process.getActiveResourcesInfo()];
    model.generate({ messages: [{ role: 'user', content: 'x' }] });
    console.log(JSON.stringify([...seen, threads()]));`;
  expect(await runForJSON(program, MODELS.href)).toEqual([0, [], 2]);
});

it('`using` ends the threads of the models at the end of the block; the one that watches them stays', async () => {
  const program = `${PROGRAM}
    let during;
    {
      using a = make(), b = make({ maxHeapMb: 99 });
      ask(a, 'x');
      ask(b, 'x');
      during = threads();
    }
    console.log(JSON.stringify([during, threads(), ask(make(), 'again')]));`;
  expect(await runForJSON(program, MODELS.href)).toEqual([3, 1, 'You said: again']);
});

it.each([
  ['an answer', `ask(make(), 'hello');`],
  ['a stream that was left open', `make().stream({ messages: [{ role: 'user', content: 'words 500' }] })[Symbol.iterator]().next();`],
  ['a crash', `try { ask(make(), 'exit 2') } catch {}`],
  ['a timeout of a worker that is still busy', `try { ask(make({ timeoutMs: 900 }), 'block') } catch (error) { if (error.kind !== 'timeout') throw error }`],
])('the process ends by itself after %s, without close()', async (_what, last) => {
  const { code, stdout, stderr, lingeredMs } = await run(`${PROGRAM}${last}\nconsole.log('done');`, MODELS.href);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'done\n', stderr: '' });
  expect(lingeredMs).toBeLessThan(1_000);
});

it('leaving a stream whose thread has ended starts no new one', async () => {
  const program = `${PROGRAM}
    const model = make();
    const iterator = model.stream({ messages: [{ role: 'user', content: 'words 500' }] })[Symbol.iterator]();
    iterator.next();
    try { ask(model, 'exit 1') } catch {}
    const before = threads();
    iterator.return();
    console.log(JSON.stringify([before, threads()]));`;
  expect(await runForJSON(program, MODELS.href)).toEqual([1, 1]);
});

it('what a worker prints is printed at once, also after the call', async () => {
  const program = `${PROGRAM}ask(make(), 'print'); console.log('printed after it'); await new Promise((resolve) => setTimeout(resolve, 500));`;
  const { stdout, stderr } = await run(program, MODELS.href);
  expect(stdout).toBe('printed in the thread\nprinted after it\n');
  expect(stderr).toBe('printed by it after the call\n');
});

it('works in a program with flags that a worker does not take', async () => {
  const flags = ['--max-old-space-size=500', '--title=mine', '--import', 'data:text/javascript,globalThis.preloaded=1', '--enable-source-maps'];
  const { stdout, stderr } = await run(`${PROGRAM}console.log(ask(make(), 'hello'));`, MODELS.href, flags);
  expect({ stdout, stderr }).toEqual({ stdout: 'You said: hello\n', stderr: '' });
});

it('says so when the thread that watches over the others cannot start', async () => {
  const preload = "data:text/javascript,import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(5);";
  const program = `${PROGRAM}
    for (const again of [1, 2]) try { ask(make(), 'hello') } catch (error) { console.log(\`\${error.name} \${error.message.includes('code 5')}\`) }`;
  expect((await run(program, MODELS.href, ['--import', preload])).stdout).toBe('WorkerCrashError true\nWorkerCrashError true\n');
});

it('works inside a worker thread, in several at once', async () => {
  const program = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { syncModel } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
    using model = syncModel({ module: workerData, export: 'makeModel' });
    parentPort.postMessage(model.generate({ messages: [{ role: 'user', content: 'inside' }] }).text);`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
  const answers = [1, 2].map(async () => {
    const worker = new Worker(url, { workerData: MODELS.href, execArgv: ['--conditions=@sdk/source'] });
    const exited = once(worker, 'exit');
    const [answer] = (await once(worker, 'message')) as [string];
    return [answer, (await exited)[0]];
  });
  expect(await Promise.all(answers)).toEqual([['You said: inside', 0], ['You said: inside', 0]]);
});

it.each([
  ['has no threads', 'delete process.getBuiltinModule;'],
  ['is no Node', 'Object.defineProperty(globalThis, "process", { value: undefined });'],
  ['must not wait, as the main thread of a browser', 'Atomics.wait = () => { throw new TypeError("Atomics.wait cannot be called in this context") };'],
  ['shares no memory', 'delete globalThis.SharedArrayBuffer;'],
])('a place that %s gets a ConfigurationError that says so', async (_what, change) => {
  const program = `
    const { stdout } = process;
    import { syncModel } from '@sdk/sync';
    ${change}
    try {
      syncModel({ module: input, export: 'makeModel' }).generate({ messages: [{ role: 'user', content: 'x' }] });
    } catch (error) {
      stdout.write(JSON.stringify({ name: error.name, kind: error.kind, message: error.message }));
    }`;
  const error = await runForJSON<{ message: string }>(program, MODELS.href);
  expect(error).toMatchObject({ name: 'ConfigurationError', kind: 'configuration' });
  expect(error.message).toMatch(/Atomics\.wait.*browser/);
});
