import { randomUUID } from 'node:crypto';
import { ConfigurationError } from '@sdk/core';
import { ModelConfigConflictError, ModelConfigError } from '../errors.ts';
import type { Sealer } from './encryption.ts';
import { preparePut } from './prepare-put.ts';
import { fromRow, toRow, type RowTable } from './rows.ts';
import type { EncryptingModelConfigStore, PutModelConfig } from './store.ts';

/** As long as an id may be, so that it fits into a notification of PostgreSQL. */
const MOST_ID_CHARACTERS = 200;

/** A store of configurations over a table of rows. */
export function createStore(table: RowTable, sealer: Sealer): EncryptingModelConfigStore {
  const { watch } = table;

  async function get(id: string) {
    const row = await table.read(checkId(id));
    return row && fromRow(row, sealer);
  }

  async function put(given: PutModelConfig) {
    const { id = randomUUID(), version } = given ?? {};
    checkId(id);
    checkVersion(version);
    const current = version === undefined ? undefined : await get(id);
    if (version !== undefined && current?.version !== version) throw conflict(id, version, current?.version);
    const now = new Date().toISOString();
    const frame = { id, version: (version ?? 0) + 1, created_at: current?.createdAt ?? now, updated_at: now };
    const row = toRow(preparePut(given, current), frame, sealer);
    const isWritten = version === undefined ? await table.insert(row) : await table.update(row, version);
    if (!isWritten) throw conflict(id, version, undefined);
    return fromRow(row, sealer);
  }

  async function remove(id: string, { version }: { version?: number } = {}) {
    checkVersion(version);
    if (await table.remove(checkId(id), version)) return true;
    if (version !== undefined && (await table.read(id))) throw conflict(id, version, undefined);
    return false;
  }

  async function reencrypt() {
    let reencrypted = 0;
    // Until nothing is left to do: what somebody has changed meanwhile is looked at again.
    for (;;) {
      const outdated = (await table.readAll()).filter((row) => sealer.isOutdated(row.api_keys));
      if (outdated.length === 0) return { reencrypted };
      for (const row of outdated) {
        const resealed = sealer.seal(sealer.open(row.api_keys, row.id), row.id);
        if (await table.updateKeys({ ...row, api_keys: resealed })) reencrypted++;
      }
    }
  }

  return {
    get,
    put,
    delete: remove,
    list: async () => (await table.readAll()).map((row) => fromRow(row, sealer)),
    reencrypt,
    ...(watch && { watch }),
    close: table.close,
    [Symbol.asyncDispose]: table.close,
  };
}

function checkId(id: string): string {
  if (typeof id === 'string' && id.trim() !== '' && id.length <= MOST_ID_CHARACTERS) return id;
  throw new ConfigurationError(`The id of a model configuration is a text of 1 to ${MOST_ID_CHARACTERS} characters.`);
}

function checkVersion(version: number | undefined): void {
  if (version === undefined || (Number.isInteger(version) && version > 0)) return;
  throw new ModelConfigError([{ field: 'version', message: 'must be the number that was read' }]);
}

function conflict(id: string, given: number | undefined, stored: number | undefined): ModelConfigConflictError {
  const name = `The model configuration ${JSON.stringify(id)}`;
  if (given === undefined) return new ModelConfigConflictError(`${name} exists already. To change it, give the version that you have read.`, id);
  const now = stored === undefined ? 'or deleted' : `it has version ${stored} now`;
  return new ModelConfigConflictError(`${name} was changed by somebody else since version ${given} (${now}). Read it again.`, id);
}
