import { AbortError, ConfigurationError, type SdkError, type TimeoutPhase, type Timeouts } from '@sdk/core';

/** The limits on time when nothing is said, in milliseconds. */
export const DEFAULT_TIMEOUTS: Required<Timeouts> = {
  connectMs: 10_000,
  firstByteMs: 300_000,
  idleMs: 120_000,
  totalMs: Infinity,
};

/** What a guard watches. */
export interface GuardOptions {
  timeouts: Timeouts;
  signal: AbortSignal | undefined;
  onTimeout(phase: TimeoutPhase, timeoutMs: number): void;
  onAbort(error: AbortError): void;
}

/** Watches one attempt: the four limits on time and the caller's signal. */
export interface CallGuard {
  /** When the attempt began, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** There is a connection. */
  connected(): void;
  /** Bytes of the body came. */
  bytes(): void;
  /** We ourselves stopped reading: silence is not the vendor's fault. */
  paused(): void;
  resumed(): void;
  /** All bytes came, or the attempt is over. Nothing is reported any more. */
  end(): void;
}

/** The longest delay that `setTimeout` can do; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Begins to watch. One timer serves all four limits: it is set to the nearest and looks around when it fires. */
export function createGuard({ timeouts, signal, onTimeout, onAbort }: GuardOptions): CallGuard {
  const { connectMs, firstByteMs, idleMs, totalMs } = timeouts as Required<Timeouts>;
  const startedAt = performance.now();
  let connectAt = startedAt + connectMs;
  let firstByteAt = startedAt + firstByteMs;
  const totalAt = startedAt + totalMs;
  let lastByteAt = Infinity;
  let isPaused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Infinity;

  function check(): void {
    const now = performance.now();
    const idleAt = isPaused ? Infinity : lastByteAt + idleMs;
    const next = Math.min(connectAt, firstByteAt, idleAt, totalAt);
    if (next > now) {
      timerAt = next;
      timer = next === Infinity ? undefined : setTimeout(check, Math.min(Math.ceil(next - now), MAX_DELAY_MS));
      return;
    }
    end();
    if (next === connectAt) onTimeout('connect', connectMs);
    else if (next === firstByteAt) onTimeout('firstByte', firstByteMs);
    else if (next === totalAt) onTimeout('total', totalMs);
    else onTimeout('idle', idleMs);
  }

  /** A limit has moved to `at`. A timer that fires before will see to it; setting one costs more than looking. */
  function moveTo(at: number): void {
    if (at >= timerAt) return;
    clearTimeout(timer);
    check();
  }

  function end(): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
  }

  function aborted(): void {
    end();
    onAbort(abortError(signal as AbortSignal));
  }

  signal?.addEventListener('abort', aborted, { once: true });
  check();

  return {
    startedAt,
    connected: () => {
      connectAt = Infinity;
    },
    bytes() {
      lastByteAt = performance.now();
      if (firstByteAt === Infinity) return;
      connectAt = firstByteAt = Infinity;
      moveTo(lastByteAt + idleMs);
    },
    paused: () => {
      isPaused = true;
    },
    resumed() {
      isPaused = false;
      lastByteAt = performance.now();
      moveTo(lastByteAt + idleMs);
    },
    end,
  };
}

/** The error that a caller's signal gives, whatever its reason is. */
export function abortError(signal: AbortSignal): AbortError {
  return new AbortError('The call was aborted.', { cause: signal.reason as unknown });
}

/**
 * The limits that hold for a call: its own over the provider's over the defaults.
 *
 * @throws ConfigurationError when one is no positive number.
 */
export function resolveTimeouts(provider: Timeouts | undefined, call: Timeouts | undefined): Required<Timeouts> {
  if (!provider && !call) return DEFAULT_TIMEOUTS;
  const timeouts = { ...DEFAULT_TIMEOUTS };
  for (const key of Object.keys(timeouts) as (keyof Timeouts)[]) {
    const value = call?.[key] ?? provider?.[key];
    if (value === undefined) continue;
    if (!(value > 0)) throw badTimeout(key, value);
    timeouts[key] = value;
  }
  return timeouts;
}

function badTimeout(key: string, value: unknown): SdkError {
  return new ConfigurationError(`timeouts.${key} is ${String(value)}; expected milliseconds above 0, or Infinity for none.`);
}
