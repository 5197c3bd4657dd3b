import { ConfigurationError, isJSONObject } from '@sdk/core';
import type { CompleteModelConfig, ModelConfig, StoredModelConfig } from '../config/model-config.ts';
import { parseModelConfig } from '../config/parse-config.ts';
import { ModelConfigError } from '../errors.ts';
import type { Sealer } from './encryption.ts';
import type { StoreWatch } from './store.ts';

/** How the settings of a row are written; a newer version of this package may write others. */
const ROW_FORMAT = 1;

/** A row of the table `sdk_model_configs`. */
export interface ConfigRow {
  id: string;
  version: number;
  /** {@link ROW_FORMAT} of who wrote it. */
  format: number;
  provider: string;
  endpoint: string | null;
  model: string;
  /** JSON: everything else. */
  settings: string;
  /** JSON: what a {@link Sealer} makes of the keys. */
  api_keys: string | null;
  created_at: string;
  updated_at: string;
}

/** A table of rows. Failures are `StoreError`s. */
export interface RowTable {
  read(id: string): Promise<ConfigRow | undefined>;
  /** The oldest first. */
  readAll(): Promise<ConfigRow[]>;
  /** False when there is one of this id. */
  insert(row: ConfigRow): Promise<boolean>;
  /** False when the row has another version, or is not there. */
  update(row: ConfigRow, version: number): Promise<boolean>;
  /** Replaces the keys, and nothing else. False when the row has another version. */
  updateKeys(row: ConfigRow): Promise<boolean>;
  remove(id: string, version: number | undefined): Promise<boolean>;
  watch?(onChange: (id?: string) => void): StoreWatch;
  close(): Promise<void>;
}

/** What of a row is a matter of the store. */
type RowFrame = Pick<ConfigRow, 'id' | 'version' | 'created_at' | 'updated_at'>;

export function toRow(config: CompleteModelConfig, frame: RowFrame, sealer: Sealer): ConfigRow {
  const { provider, endpoint = null, model, apiKey, ...settings } = config;
  return { ...frame, format: ROW_FORMAT, provider, endpoint, model, settings: JSON.stringify(settings), api_keys: sealer.seal(apiKey, frame.id) };
}

/** @throws ConfigurationError when the row is broken or newer; it names the row, and no key */
export function fromRow(row: ConfigRow, sealer: Sealer): StoredModelConfig {
  const where = `The stored model configuration ${JSON.stringify(row.id)}`;
  const { id, version, format, provider, endpoint, model, created_at: createdAt, updated_at: updatedAt } = row;
  if (format > ROW_FORMAT) {
    throw new ConfigurationError(`${where} was written by a newer version of @sdk/service (format ${format}, this one reads ${ROW_FORMAT}). Update it.`);
  }
  let apiKey: CompleteModelConfig['apiKey'];
  try {
    apiKey = sealer.open(row.api_keys, id);
  } catch (error) {
    throw new ConfigurationError(`${where} is broken: ${(error as Error).message}.`);
  }
  const given = { ...settingsOf(row, where), provider, endpoint, model } as ModelConfig;
  const config = parseModelConfig(apiKey === undefined ? given : { ...given, apiKey }, where);
  return { id, version, ...config, createdAt, updatedAt };
}

function settingsOf({ settings }: ConfigRow, where: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(settings);
  } catch {
    // Told below, without the text.
  }
  if (isJSONObject(parsed)) return parsed;
  throw new ModelConfigError([{ field: 'settings', message: 'is no JSON object' }], where);
}
