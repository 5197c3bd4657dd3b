import { text as readAll } from 'node:stream/consumers';
import type { ModelConfigStore, PutModelConfig, Service } from '@sdk/service';
import { UsageError, type Arguments, type Command } from './arguments.ts';
import { withProgress } from './progress.ts';

/** What a command works with. */
export interface Workplace {
  service: Service;
  store: ModelConfigStore;
  signal: AbortSignal;
  print(text: string): void;
}

/** Does what was asked for. @returns the exit code */
export async function runCommand(given: Arguments, place: Workplace): Promise<number> {
  return COMMANDS[given.command](given, place);
}

const COMMANDS: Record<Command, (given: Arguments, place: Workplace) => Promise<number>> = {
  async add({ id, settings, readsKey }, { store, print }) {
    const { version } = await withProgress('Storing', store.put({ ...settings, ...(await keyFrom(readsKey)), id } as PutModelConfig));
    print(`Stored ${id} (version ${version}).\n`);
    return 0;
  },

  async set({ id, settings, readsKey }, { service, store, print }) {
    const { apiKey: _, ...current } = await withProgress('Reading', service.loadConfig(id));
    const changed = { ...current, ...settings, ...(await keyFrom(readsKey)) } as PutModelConfig;
    const { version } = await withProgress('Storing', store.put(changed));
    print(`Stored ${id} (version ${version}).\n`);
    return 0;
  },

  async list(_, { store, print }) {
    const configs = await withProgress('Reading', store.list());
    if (configs.length === 0) print('There is no configuration yet: add one.\n');
    for (const { id, provider, model, endpoint, apiKey, version } of configs) {
      const key = apiKey === undefined ? 'from the environment' : (JSON.stringify(apiKey) ?? '');
      print(`${id}\t${provider}/${model}\t${endpoint ?? ''}\tkey: ${key}\tversion ${version}\n`);
    }
    return 0;
  },

  async models({ id }, { service, signal, print }) {
    const { model: _, ...config } = await withProgress('Reading', service.loadConfig(id));
    const models = await withProgress('Asking the vendor', service.listModels(config, { signal }));
    print(models.map((model) => `${model.id}\n`).join(''));
    return 0;
  },

  async test({ id }, { service, signal, print }) {
    const config = await withProgress('Reading', service.loadConfig(id));
    const report = await withProgress('Asking the vendor', service.testConfig(config, { signal }));
    print(report.ok ? `It works: ${report.modelId} answered in ${Math.round(report.latencyMs)} ms.\n` : `It does not work (${report.problem}). ${report.message}\n`);
    return report.ok ? 0 : 1;
  },

  async ask({ id, prompt }, { service, signal, print }) {
    const config = await withProgress('Reading', service.loadConfig(id));
    const words = service.chatStream(config, [{ role: 'user', content: prompt }], { signal })[Symbol.asyncIterator]();
    // Only the first word keeps people waiting; the others show their own progress.
    let step = await withProgress('Waiting for the answer', words.next());
    for (; !step.done; step = await words.next()) print(step.value);
    print('\n');
    return 0;
  },

  async remove({ id }, { store, print }) {
    const isRemoved = await withProgress('Removing', store.delete(id));
    print(isRemoved ? `Removed ${id}.\n` : `There is no ${id}.\n`);
    return isRemoved ? 0 : 1;
  },
};

/** A key on the command line would stay in the shell's history, and in the list of processes. */
async function keyFrom(isAsked: boolean): Promise<{ apiKey?: string }> {
  if (!isAsked) return {};
  if (process.stdin.isTTY) process.stderr.write('The key, then Enter and Ctrl-D:\n');
  const apiKey = (await readAll(process.stdin)).trim();
  if (apiKey === '') throw new UsageError('--key-stdin: nothing came on standard input.');
  return { apiKey };
}
