import type { ModelConfig, ModelConfigRow, StoredModelConfig } from '../config/model-config.ts';

/** What {@link ModelConfigStore.put} takes. */
export type PutModelConfig = (ModelConfig | ModelConfigRow) & {
  /** @default a new UUID */
  id?: string;
  /** The version that was read; without one, the configuration must be new. */
  version?: number;
};

/** Hears of changes. */
export interface StoreWatch {
  /** Whether every change is being heard of, so that what was read needs no second look. */
  isLive(): boolean;
  close(): void;
}

/** Where configurations are kept. */
export interface ModelConfigStore extends AsyncDisposable {
  /**
   * @throws ConfigurationError for a row that is broken or was written by a newer version.
   * @throws StoreUnavailableError when the database cannot be reached.
   */
  get(id: string): Promise<StoredModelConfig | undefined>;
  /** All of them, the oldest first. Throws as `get` does; the message names the row. */
  list(): Promise<StoredModelConfig[]>;
  /**
   * Creates a configuration, or replaces that of this `id` and `version`.
   *
   * When it replaces, an `apiKey` that is left out (or is the `'[hidden]'` that was shown) stays as it is, unless provider or endpoint lead to
   * another server: then it must be given again, so that nobody can have a key sent to a place of their own. `null` removes it.
   *
   * @throws ModelConfigError that lists every mistake.
   * @throws ModelConfigConflictError when somebody else was faster. Nothing is written.
   * @throws ConfigurationError when a key is to be stored and there is no encryption key.
   */
  put(config: PutModelConfig): Promise<StoredModelConfig>;
  /**
   * @returns `false` when there was none
   * @throws ModelConfigConflictError when a `version` is given and the stored one is another.
   */
  delete(id: string, options?: { version?: number }): Promise<boolean>;
  /** Calls back after a change: with its id, or with nothing when any may have changed. Stores that are read at every call have none. */
  watch?(onChange: (id?: string) => void): StoreWatch;
  close(): Promise<void>;
}

/** A store that encrypts keys. */
export interface EncryptingModelConfigStore extends ModelConfigStore {
  /** Encrypts with the first encryption key what is encrypted with another, or not at all. Versions stay. */
  reencrypt(): Promise<{ reencrypted: number }>;
}
