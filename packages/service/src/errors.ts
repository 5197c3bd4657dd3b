import { ConfigurationError, SdkError } from '@sdk/core';

/** One thing that is wrong with a configuration, for the form that it came from. */
export interface ConfigMistake {
  /** The setting, as the caller spells it, e.g. `'temperature'` or `'max_tokens'`. */
  field: string;
  /** Goes on after the name of the setting. Never holds a key. */
  message: string;
}

/** A model configuration that cannot be used: lists every mistake, and no key. */
export class ModelConfigError extends ConfigurationError {
  readonly mistakes: readonly ConfigMistake[];

  constructor(mistakes: readonly ConfigMistake[], where = 'The model configuration') {
    const title = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(`${where} has ${title}:\n${mistakes.map(({ field, message }) => `  - ${field} ${message}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** There is no stored configuration of this id. */
export class ModelConfigNotFoundError extends ConfigurationError {
  readonly id: string;

  constructor(id: string) {
    super(`Model configuration not found: ${id}`);
    this.id = id;
  }
}

/** Somebody else has changed the configuration in the meantime. Read it again, and decide. Nothing has been written. */
export class ModelConfigConflictError extends SdkError {
  override readonly kind = 'conflict';
  readonly id: string;

  constructor(message: string, id: string) {
    super(message);
    this.id = id;
  }
}

/** The store failed. */
export class StoreError extends SdkError {
  override readonly kind: string = 'store';
  /** The database's own code, e.g. `'42501'` or `'ERR_SQLITE_ERROR'`; `undefined` when it gave none. */
  declare readonly code?: string;

  constructor(message: string, options: { code?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    if (options.code !== undefined) Object.assign(this, { code: options.code });
  }
}

/** The store cannot be reached now: no connection, a restart, a lock held by somebody. Later may be better. */
export class StoreUnavailableError extends StoreError {
  override readonly kind = 'store-unavailable';
}
