import { createStore } from './create-store.ts';
import { createSealer } from './encryption.ts';
import type { ConfigRow, RowTable } from './rows.ts';
import type { ModelConfigStore } from './store.ts';

/** A store in the memory of this process, for tests and for configurations that the program itself writes. Keys are not encrypted. */
export function memoryStore(): ModelConfigStore {
  return createStore(memoryTable(), createSealer({ encryptionKey: [], allowPlaintextKeys: true }));
}

function memoryTable(): RowTable {
  const rows = new Map<string, ConfigRow>();
  const replace = (row: ConfigRow, version: number) => rows.get(row.id)?.version === version && Boolean(rows.set(row.id, row));
  return {
    read: async (id) => rows.get(id),
    readAll: async () => [...rows.values()],
    insert: async (row) => !rows.has(row.id) && Boolean(rows.set(row.id, row)),
    update: async (row, version) => replace(row, version),
    updateKeys: async (row) => replace(row, row.version),
    remove: async (id, version) => (version === undefined || rows.get(id)?.version === version) && rows.delete(id),
    close: async () => rows.clear(),
  };
}
