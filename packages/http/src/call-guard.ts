import { abortError, ConfigurationError, type AbortError, type SdkError, type TimeoutPhase, type Timeouts } from '@sdk/core';
import type { Settings } from './settings.ts';

/** The limits on time when nothing is said, in milliseconds. */
const DEFAULT_TIMEOUTS: Required<Timeouts> = {
  connectMs: 10_000,
  firstByteMs: 300_000,
  idleMs: 120_000,
  totalMs: Infinity,
};

/** Who is told when a limit is hit or the signal fires. Told once, and never after `end`. */
export interface GuardEvents {
  onTimeout(phase: TimeoutPhase, timeoutMs: number): void;
  onAbort(error: AbortError): void;
}

/** The longest delay that `setTimeout` can do; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/**
 * Watches one attempt: the four limits on time and the caller's signal.
 *
 * One timer serves all limits: it is set to the nearest and looks around when it fires. Times are on the clock of
 * `performance.now()`.
 */
export class CallGuard {
  readonly timeouts: Required<Timeouts>;
  readonly signal: AbortSignal | undefined;
  readonly events: GuardEvents;
  readonly startedAt = performance.now();
  connectAt: number;
  firstByteAt: number;
  lastByteAt = Infinity;
  begun = false;
  isPaused = false;
  timer: ReturnType<typeof setTimeout> | undefined = undefined;
  timerAt = Infinity;
  onSignal: (() => void) | undefined = undefined;

  constructor(timeouts: Required<Timeouts>, signal: AbortSignal | undefined, events: GuardEvents) {
    this.timeouts = timeouts;
    this.signal = signal;
    this.events = events;
    this.connectAt = this.startedAt + timeouts.connectMs;
    this.firstByteAt = this.startedAt + timeouts.firstByteMs;
    if (signal) {
      this.onSignal = () => {
        this.end();
        events.onAbort(abortError(signal));
      };
      signal.addEventListener('abort', this.onSignal, { once: true });
    }
    this.check(this.startedAt);
  }

  /** There is a connection. */
  connected(): void {
    this.connectAt = Infinity;
  }

  /** Bytes of the body came. */
  bytes(): void {
    this.lastByteAt = performance.now();
    if (this.begun) return;
    this.begun = true;
    this.connectAt = this.firstByteAt = Infinity;
    this.limitMoved();
  }

  /** We ourselves stopped reading: silence is not the vendor's fault. */
  paused(): void {
    this.isPaused = true;
  }

  resumed(): void {
    this.isPaused = false;
    this.lastByteAt = performance.now();
    this.limitMoved();
  }

  /** All bytes came, or the attempt is over. Nothing is reported any more. */
  end(): void {
    clearTimeout(this.timer);
    if (this.onSignal) this.signal?.removeEventListener('abort', this.onSignal);
  }

  /** Where a timer fires before the new limit it will see to it: setting one costs more than looking. */
  limitMoved(): void {
    if (this.lastByteAt + this.timeouts.idleMs >= this.timerAt) return;
    clearTimeout(this.timer);
    this.check(this.lastByteAt);
  }

  check(now: number): void {
    const { connectMs, firstByteMs, idleMs, totalMs } = this.timeouts;
    const idleAt = this.isPaused ? Infinity : this.lastByteAt + idleMs;
    const totalAt = this.startedAt + totalMs;
    const next = Math.min(this.connectAt, this.firstByteAt, idleAt, totalAt);
    if (next > now) return this.wakeAt(next, now);
    this.end();
    if (next === this.connectAt) this.events.onTimeout('connect', connectMs);
    else if (next === this.firstByteAt) this.events.onTimeout('firstByte', firstByteMs);
    else if (next === totalAt) this.events.onTimeout('total', totalMs);
    else this.events.onTimeout('idle', idleMs);
  }

  wakeAt(at: number, now: number): void {
    this.timerAt = at;
    if (at === Infinity) this.timer = undefined;
    else this.timer = setTimeout(wake, Math.min(Math.ceil(at - now), MAX_DELAY_MS), this);
  }
}

function wake(guard: CallGuard): void {
  guard.check(performance.now());
}

/**
 * The limits that hold for a call: its own over the provider's over the vendor's over the defaults.
 *
 * @throws ConfigurationError when one is no positive number.
 */
export function resolveTimeouts({ server, options }: Settings, call: Timeouts | undefined, stream = false): Required<Timeouts> {
  const defaults = server.timeoutMs === undefined ? DEFAULT_TIMEOUTS : withOneTimeout(server.timeoutMs, stream);
  if (!options.timeouts && !call) return defaults;
  const timeouts = { ...defaults };
  for (const key of Object.keys(timeouts) as (keyof Timeouts)[]) {
    const value = call?.[key] ?? options.timeouts?.[key];
    if (value === undefined) continue;
    if (!(value > 0)) throw badTimeout(key, value);
    timeouts[key] = value;
  }
  return timeouts;
}

/** A whole answer may be silent until it comes: no other limit ends a wait that the vendor's one allows. */
function withOneTimeout(timeoutMs: number, stream: boolean): Required<Timeouts> {
  if (stream) return { ...DEFAULT_TIMEOUTS, firstByteMs: timeoutMs };
  return { ...DEFAULT_TIMEOUTS, firstByteMs: Infinity, idleMs: Infinity, totalMs: timeoutMs };
}

function badTimeout(key: string, value: unknown): SdkError {
  return new ConfigurationError(`timeouts.${key} is ${String(value)}; expected milliseconds above 0, or Infinity for none.`);
}
