import { ConfigurationError } from '@sdk/core';
import { DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_S, readMaxRetries, readTimeout } from '../environment.ts';

/** Settings of the clients. Each may be written as in Python or as here. What is left out is read from the environment at the first call. */
export interface SynthConfigOptions {
  /** With or without `/v1`. @default SYNTH_BASE_URL, else MODAL_BASE_URL */
  baseUrl?: string;
  base_url?: string;
  /** `null` for a server that needs none. @default SYNTH_API_KEY, else MODAL_API_KEY */
  apiKey?: string | null;
  api_key?: string | null;
  /** Seconds, as in Python: of a whole answer, until it has come; of a stream, until its first byte. @default SYNTH_TIMEOUT, else 120 */
  timeout?: number;
  /** Most retries after the first attempt. @default SYNTH_MAX_RETRIES, else 3 */
  maxRetries?: number;
  max_retries?: number;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** What a client is told. Neither prints nor serializes its key. */
export class SynthConfig {
  declare readonly baseUrl?: string;
  /** Not enumerable. */
  declare readonly apiKey?: string | null;
  /** Seconds. */
  declare readonly timeout?: number;
  declare readonly maxRetries?: number;

  /** @throws ConfigurationError for a `timeout` or `maxRetries` that is none. */
  constructor(options: SynthConfigOptions = {}) {
    const baseUrl = options.baseUrl ?? options.base_url;
    const apiKey = options.apiKey === undefined ? options.api_key : options.apiKey;
    const { timeout } = options;
    const maxRetries = options.maxRetries ?? options.max_retries;
    if (timeout !== undefined && !(timeout > 0)) throw new ConfigurationError(`timeout is ${timeout}; expected seconds above 0, e.g. ${DEFAULT_TIMEOUT_S}.`);
    if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0)) {
      throw new ConfigurationError(`maxRetries is ${maxRetries}; expected a whole number, 0 or more, e.g. ${DEFAULT_MAX_RETRIES}.`);
    }
    Object.assign(this, { ...(baseUrl === undefined ? {} : { baseUrl }), ...(timeout === undefined ? {} : { timeout }), ...(maxRetries === undefined ? {} : { maxRetries }) });
    if (apiKey !== undefined) Object.defineProperty(this, 'apiKey', { value: apiKey, enumerable: false });
  }

  /**
   * Reads the environment now.
   *
   * @throws ConfigurationError that names the variable: no base URL, no key, a number that is none
   */
  static from_env(): SynthConfig {
    return new SynthConfig({
      baseUrl: required('SYNTH_BASE_URL', 'MODAL_BASE_URL'),
      apiKey: required('SYNTH_API_KEY', 'MODAL_API_KEY'),
      timeout: readTimeout(),
      maxRetries: readMaxRetries(),
    });
  }

  toString(): string {
    const { baseUrl, apiKey, timeout, maxRetries } = this;
    const shown = { baseUrl, apiKey: apiKey ? '***' : apiKey, timeout, maxRetries };
    const fields = Object.entries(shown).filter(([, value]) => value !== undefined);
    return `SynthConfig(${fields.map(([name, value]) => `${name}=${value}`).join(', ')})`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/** A client's settings in the provider's words. */
export function providerOptions({ baseUrl, apiKey, timeout, maxRetries }: SynthConfig) {
  return {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  };
}

function required(variable: string, fallback: string): string {
  const value = process.env[variable] || process.env[fallback];
  if (!value) throw new ConfigurationError(`${variable} not found in environment, and neither was ${fallback}.`);
  return value;
}
