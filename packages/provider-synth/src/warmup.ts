import { abortError, APIError, ConfigurationError, isJSONObject, type SdkError } from '@sdk/core';
import { sendJSON, type JSONAnswer, type Settings } from '@sdk/http';
import type { WarmupClock } from './clock.ts';

/** Settings of one warmup. Times are milliseconds. */
export interface WarmupOptions {
  /** How often the server is asked whether the model is ready. @default 30 */
  maxAttempts?: number;
  /** Ask the server also when the model is known to be warm. @default false */
  force?: boolean;
  /** Wait between two questions; after one that failed, half of it. @default 2000 */
  intervalMs?: number;
  /** How long this call waits in all before it gives `false`. @default as long as the attempts take */
  timeoutMs?: number;
  /** Ends the wait at once, with an `AbortError`. Others who wait for the same model go on. */
  signal?: AbortSignal;
  /** Is told what the server says. What it throws is ignored. */
  onProgress?: (progress: WarmupProgress) => void;
}

/** What came back from one request of a warmup. */
export interface WarmupProgress {
  modelId: string;
  /** 0 is the request that starts the warmup, the others ask how it goes. */
  attempt: number;
  /** The server's own word, e.g. `'warming'`; `undefined` where it gave none. */
  status: string | undefined;
  /** `undefined` where no answer came. */
  httpStatus?: number;
  /** Why no answer came. */
  error?: SdkError;
}

/** How long a model counts as warm. */
const WARM_MS = 10 * 60_000;
/** How long the server may take to answer. */
const START_TIMEOUT_MS = 30_000;
const STATUS_TIMEOUT_MS = 10_000;

const OK = 200;

/** One warmup under way, and who waits for it. */
interface Flight {
  key: string;
  modelId: string;
  done: Promise<boolean>;
  controller: AbortController;
  listeners: Set<NonNullable<WarmupOptions['onProgress']>>;
  waiting: number;
}

/** What is known of the models of all servers, by the URLs of their warmups. */
interface Known {
  warmUntil: Map<string, number>;
  flights: Map<string, Flight>;
}

/** Shared by all providers of a process that go by the same clock. */
const knownBy = new WeakMap<WarmupClock, Known>();

/** The warmups of one provider. */
export class Warmups {
  readonly settings: Settings;
  readonly clock: WarmupClock;
  readonly known: Known;

  constructor(settings: Settings, clock: WarmupClock) {
    this.settings = settings;
    this.clock = clock;
    this.known = knownBy.get(clock) ?? { warmUntil: new Map(), flights: new Map() };
    knownBy.set(clock, this.known);
  }

  async warmup(modelId: string, options: WarmupOptions): Promise<boolean> {
    check(options);
    const { known, clock } = this;
    if (options.signal?.aborted) throw abortError(options.signal);
    const key = this.key(modelId);
    if (!options.force && (known.warmUntil.get(key) ?? -Infinity) > clock.now()) return true;
    return this.join(known.flights.get(key) ?? this.start(key, modelId, options), options);
  }

  forget(modelId?: string): void {
    const { warmUntil } = this.known;
    const key = this.key(modelId ?? '');
    if (modelId !== undefined) warmUntil.delete(key);
    else for (const known of warmUntil.keys()) if (known.startsWith(key)) warmUntil.delete(known);
  }

  key(modelId: string): string {
    const { origin, path } = this.settings.url(`warmup/${pathOf(modelId)}`);
    return origin + path;
  }

  start(key: string, modelId: string, options: WarmupOptions): Flight {
    const flight: Flight = { key, modelId, done: Promise.resolve(false), controller: new AbortController(), listeners: new Set(), waiting: 0 };
    this.known.flights.set(key, flight);
    flight.done = this.run(flight, options).finally(() => this.land(flight));
    return flight;
  }

  land({ key, controller }: Flight): void {
    const { flights } = this.known;
    // After the last one left, another warmup of the model may have begun.
    if (flights.get(key)?.controller === controller) flights.delete(key);
  }

  /** Waits for a warmup, and ends it when nobody else does. */
  async join(flight: Flight, { signal, timeoutMs, onProgress }: WarmupOptions): Promise<boolean> {
    const over = new AbortController();
    flight.waiting++;
    if (onProgress) flight.listeners.add(onProgress);
    try {
      return await new Promise<boolean>((resolve, reject) => {
        flight.done.then(resolve, reject);
        signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true, signal: over.signal });
        if (timeoutMs !== undefined) void this.clock.sleep(timeoutMs, over.signal).then(() => resolve(false));
      });
    } finally {
      over.abort();
      if (onProgress) flight.listeners.delete(onProgress);
      if (--flight.waiting === 0) {
        this.land(flight);
        flight.controller.abort();
      }
    }
  }

  async run(flight: Flight, { maxAttempts = 30, intervalMs = 2_000 }: WarmupOptions): Promise<boolean> {
    const { signal } = flight.controller;
    const path = pathOf(flight.modelId);
    const started = await sendJSON(this.settings, { method: 'POST', path: `warmup/${path}`, timeoutMs: START_TIMEOUT_MS, signal });
    tell(flight, 0, started);
    if (started.status !== OK) return false;
    let state = wordOf(started) === 'already_warmed' ? 'warmed' : 'warming';
    for (let attempt = 1; state === 'warming' && attempt <= maxAttempts; attempt++) {
      let waitMs = intervalMs;
      try {
        const answer = await sendJSON(this.settings, { method: 'GET', path: `warmup/status/${path}`, timeoutMs: STATUS_TIMEOUT_MS, signal });
        tell(flight, attempt, answer);
        const word = wordOf(answer);
        if (word === 'warmed' || word === 'failed') state = word;
      } catch (error) {
        // A server that is busy loading may miss a question.
        if (!(error instanceof APIError)) throw error;
        tell(flight, attempt, error);
        waitMs = intervalMs / 2;
      }
      if (state === 'warming' && attempt < maxAttempts) await this.clock.sleep(waitMs, signal);
    }
    if (state === 'warmed') this.known.warmUntil.set(flight.key, this.clock.now() + WARM_MS);
    return state === 'warmed';
  }
}

/** A model's id in a path; its slashes stay. */
function pathOf(modelId: string): string {
  return encodeURI(modelId.replace(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('?', '%3F');
}

function wordOf({ status, body }: JSONAnswer): string | undefined {
  return status === OK && isJSONObject(body) && typeof body['status'] === 'string' ? body['status'] : undefined;
}

function tell({ listeners, modelId }: Flight, attempt: number, came: JSONAnswer | APIError): void {
  const progress: WarmupProgress =
    came instanceof APIError
      ? { modelId, attempt, status: undefined, error: came }
      : { modelId, attempt, status: wordOf(came), httpStatus: came.status };
  for (const listener of listeners) {
    try {
      listener(progress);
    } catch {
      // Who only listens does not end the warmup.
    }
  }
}

function check({ maxAttempts = 1, intervalMs = 0, timeoutMs = 1 }: WarmupOptions): void {
  if (!(maxAttempts >= 1)) throw new ConfigurationError(`warmup: maxAttempts is ${maxAttempts}; expected 1 or more.`);
  if (!(intervalMs >= 0)) throw new ConfigurationError(`warmup: intervalMs is ${intervalMs}; expected milliseconds, 0 or more.`);
  if (!(timeoutMs > 0)) throw new ConfigurationError(`warmup: timeoutMs is ${timeoutMs}; expected milliseconds above 0.`);
}
