/** Where warmups take their time from. Tests give their own. */
export interface WarmupClock {
  /** Milliseconds since some moment; never runs backwards. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal fires. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest delay that `setTimeout` can do; it fires at once for a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The machine's own. */
export const systemClock: WarmupClock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(ms, MAX_DELAY_MS));
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    }),
};
