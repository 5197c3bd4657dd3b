import { abortError, ConfigurationError } from '@sdk/core';
import type { StoredModelConfig } from './config/model-config.ts';
import { ModelConfigNotFoundError, StoreUnavailableError } from './errors.ts';
import type { ModelConfigStore, StoreWatch } from './stores/store.ts';

/** Longest time for which what was read is believed without a second look, should a notification get lost. */
const MAX_AGE_MS = 30_000;
/** As long as a database that was away is not asked again for what we have a copy of. */
const AWAY_MS = 1_000;
/** So many configurations are remembered. */
const MOST_REMEMBERED = 1_000;

interface Remembered {
  config: StoredModelConfig;
  /** In milliseconds of `performance.now()`. */
  goodUntil: number;
  /** The store was away: until then it is not asked, whether it tells of changes or not. */
  isAway?: boolean;
}

/** The configurations of a store, remembered while the store tells of changes, and while it is away. */
export class StoredConfigs {
  readonly store: ModelConfigStore | undefined;
  readonly remembered = new Map<string, Remembered>();
  readonly reading = new Map<string, Promise<StoredModelConfig>>();
  watch: StoreWatch | undefined = undefined;
  isWatching = false;
  changes = 0;

  constructor(store: ModelConfigStore | undefined) {
    this.store = store;
  }

  /**
   * @throws ModelConfigNotFoundError
   * @throws StoreUnavailableError when the store is away and the configuration was not read before.
   * @throws AbortError
   */
  async load(id: string, signal?: AbortSignal): Promise<StoredModelConfig> {
    if (!signal) return this.find(id);
    if (signal.aborted) throw abortError(signal);
    return new Promise((resolve, reject) => {
      const abort = () => reject(abortError(signal));
      signal.addEventListener('abort', abort);
      void this.find(id)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', abort));
    });
  }

  find(id: string): Promise<StoredModelConfig> {
    const { store } = this;
    if (!store) return Promise.reject(new ConfigurationError('The service has no store: createService({ providers, store: sqliteStore({ file }) }).'));
    if (!this.isWatching) {
      this.isWatching = true;
      this.watch = store.watch?.((changed) => this.forget(changed));
    }
    const known = this.remembered.get(id);
    if (known && performance.now() < known.goodUntil && (known.isAway || this.watch?.isLive())) return Promise.resolve(known.config);
    if (!this.watch) return this.read(store, id);
    let reading = this.reading.get(id);
    if (!reading) {
      reading = this.read(store, id).finally(() => {
        if (this.reading.get(id) === reading) this.reading.delete(id);
      });
      this.reading.set(id, reading);
    }
    return reading;
  }

  async read(store: ModelConfigStore, id: string): Promise<StoredModelConfig> {
    const { changes } = this;
    try {
      const config = await store.get(id);
      if (!config) throw new ModelConfigNotFoundError(id);
      const goodForMs = this.watch?.isLive() ? MAX_AGE_MS : 0;
      // What changed while it was being read has to be read again.
      if (changes === this.changes) this.remember(id, { config, goodUntil: performance.now() + goodForMs });
      return config;
    } catch (error) {
      const known = this.remembered.get(id);
      if (known && error instanceof StoreUnavailableError) {
        this.remember(id, { config: known.config, goodUntil: performance.now() + AWAY_MS, isAway: true });
        return known.config;
      }
      if (error instanceof ModelConfigNotFoundError) this.remembered.delete(id);
      throw error;
    }
  }

  remember(id: string, remembered: Remembered): void {
    this.remembered.delete(id);
    this.remembered.set(id, remembered);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MOST_REMEMBERED) this.remembered.delete(oldest as string);
  }

  /** A change of one is certain; without an id, any may have changed, and a copy still serves while the store is away. */
  forget(id?: string): void {
    this.changes++;
    if (id === undefined) {
      this.reading.clear();
      for (const known of this.remembered.values()) known.goodUntil = 0;
    } else {
      this.reading.delete(id);
      this.remembered.delete(id);
    }
  }

  clear(): void {
    this.changes++;
    this.reading.clear();
    this.remembered.clear();
  }

  close(): void {
    this.watch?.close();
    this.watch = undefined;
  }
}
