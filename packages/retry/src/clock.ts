/** Where time comes from. Tests give their own. */
export interface Clock {
  /** Milliseconds since some moment; never runs backwards. */
  now(): number;
  /** Resolves after so many milliseconds, never earlier; at once when the signal fires. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that `setTimeout` can do; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const until = performance.now() + ms;
      let timer: ReturnType<typeof setTimeout>;
      const wake = () => {
        // A timer may fire up to a millisecond early, and a vendor's wait is not to be shortened.
        const left = until - performance.now();
        if (left > 0 && !signal.aborted) timer = setTimeout(wake, Math.min(Math.ceil(left), MAX_DELAY_MS));
        else end();
      };
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      wake();
    }),
};
