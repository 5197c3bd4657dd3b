import assert from 'node:assert/strict';
import { runChild } from '../child-process.ts';
import { defineLaw } from '../law.ts';
import { shown } from '../provider-under-test.ts';

/** Imports a module under watch: who reads the environment, opens a connection, looks up a name or starts a timer. */
const WATCH_SCRIPT = `
  import net from 'node:net';
  import dns from 'node:dns';
  import timers from 'node:timers';
  import { syncBuiltinESMExports } from 'node:module';
  void process.stdout; // opened by the report itself
  const seen = { environment: [], timers: [], connections: [] };
  const byUser = () => !/\\(?node:/.test(new Error().stack.split('\\n')[4] ?? '');
  const note = (list, what) => { if (byUser()) list.push(String(what)); };
  process.env = new Proxy(process.env, {
    get(target, key) { note(seen.environment, key); return target[key]; },
    has(target, key) { note(seen.environment, key); return key in target; },
    ownKeys(target) { note(seen.environment, '*'); return Reflect.ownKeys(target); },
  });
  const watch = (object, name, list) => {
    const original = object[name];
    object[name] = function (...args) { note(list, name); return original.apply(this, args); };
  };
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
    watch(globalThis, name, seen.timers);
    watch(timers, name, seen.timers);
  }
  watch(globalThis, 'fetch', seen.connections);
  watch(net.Socket.prototype, 'connect', seen.connections);
  watch(dns, 'lookup', seen.connections);
  syncBuiltinESMExports();
  const before = process.getActiveResourcesInfo();
  const module = await import(input.url);
  const open = process.getActiveResourcesInfo().filter((name) => !before.includes(name) || name === 'Timeout');
  report({ ...seen, open, exports: Object.keys(module) });
`;

interface Seen {
  environment: string[];
  timers: string[];
  connections: string[];
  open: string[];
  exports: string[];
}

/** Law 13. */
export const quietImport = defineLaw('13', 'Quiet import', [
  {
    title: 'importing the package reads no environment, opens nothing, starts no timer',
    needs: ['entry'],
    async run(subject) {
      const entry = shown(subject.entry);
      const { report } = await runChild<Seen>(WATCH_SCRIPT, entry);
      const { exports, ...seen } = report;
      assert.ok(exports.includes(entry.create), `${entry.url} exports no ${entry.create}.`);
      assert.deepEqual(seen, { environment: [], timers: [], connections: [], open: [] }, 'The import was not quiet.');
    },
  },
]);
