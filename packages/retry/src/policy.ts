import { APIError, ConfigurationError, type ErrorKind } from '@sdk/core';
import type { Backoff } from './backoff.ts';
import { systemClock, type Clock } from './clock.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';

/** How often, and how far apart. Times are milliseconds. */
export interface RetryLimits extends Partial<Backoff> {
  /** Most retries after the first attempt, whatever they are for. @default 3 */
  maxRetries?: number;
  /** The longest wait of the vendor's that is waited; one that asks for more is not asked again. @default 60_000 */
  maxRetryAfterMs?: number;
}

/** What is different for one kind of error. */
export interface KindPolicy extends RetryLimits {
  /** Overrides what the error itself says. @default the error's `retryable` */
  retryable?: boolean;
}

/** What `onRetry` is told, before the sleep. */
export interface RetryEvent {
  /** What the attempt failed with. */
  error: APIError;
  /** Which attempt failed, 1-based. */
  attempt: number;
  /** How long will be waited. */
  waitMs: number;
  provider: string;
  modelId: string;
}

/** When and how a call is made again. */
export interface RetryPolicy extends RetryLimits {
  /**
   * What is different for a kind of error; `false` never retries it. The kind of the last failure decides.
   *
   * @example { 'rate-limit': { maxRetries: 6 }, server: { maxRetries: 1 }, 'response-parse': false }
   */
  kinds?: { [kind in ErrorKind]?: KindPolicy | false };
  /** What it throws is ignored. */
  onRetry?: (event: RetryEvent) => unknown;
  /** Shared between models, or `false` for none. @default one of this model's own */
  budget?: RetryBudget | false;
  /** For tests. @default the machine's */
  clock?: Clock;
  /** 0 to 1, for jitter; for tests. @default Math.random */
  random?: () => number;
}

export interface KindSettings extends Required<RetryLimits> {
  retryable: boolean | undefined;
}

/** A policy, checked and complete. */
export interface Settings extends Required<Pick<RetryPolicy, 'clock' | 'random'>> {
  general: KindSettings;
  kinds: Map<string, KindSettings>;
  onRetry: RetryPolicy['onRetry'];
  budget: RetryBudget | undefined;
}

const DEFAULTS: KindSettings = {
  maxRetries: 3,
  initialDelayMs: 1_000,
  maxDelayMs: 60_000,
  multiplier: 2,
  jitter: 'full',
  maxRetryAfterMs: 60_000,
  retryable: undefined,
};

/** No waiting heals these, whatever a vendor or a policy says. A bad request is here only by its status: 409 may pass later. */
const NEVER = 'authentication quota-exceeded content-filter context-length abort configuration unsupported-feature'.split(' ');
const BAD_REQUEST: readonly (number | undefined)[] = [undefined, 400, 422];

/** What holds for an error; `undefined` where it is not to be retried. */
export function settingsFor({ kinds, general }: Settings, error: unknown): KindSettings | undefined {
  if (!(error instanceof APIError) || NEVER.includes(error.kind)) return undefined;
  if (error.kind === 'invalid-request' && BAD_REQUEST.includes(error.status)) return undefined;
  const settings = kinds.get(error.kind) ?? general;
  return (settings.retryable ?? error.retryable) ? settings : undefined;
}

const isDuration = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;

const RULES: { [field in keyof KindSettings]: [valid: (value: unknown) => boolean, expected: string] } = {
  maxRetries: [(value) => value === Infinity || (Number.isInteger(value) && (value as number) >= 0), 'a whole number, 0 or more'],
  initialDelayMs: [isDuration, 'milliseconds, 0 or more'],
  maxDelayMs: [isDuration, 'milliseconds, 0 or more'],
  multiplier: [(value) => Number.isFinite(value) && (value as number) >= 1, 'a number, 1 or more'],
  jitter: [(value) => ['full', 'equal', 'none'].includes(value as string), '"full", "equal" or "none"'],
  maxRetryAfterMs: [(value) => value === Infinity || isDuration(value), 'milliseconds, 0 or more'],
  retryable: [(value) => typeof value === 'boolean', 'true or false'],
};

/** Checks and completes a policy. @throws ConfigurationError that names every mistake. */
export function parsePolicy(policy: RetryPolicy): Settings {
  const wrong: string[] = [];
  const complete = (given: KindPolicy, base: KindSettings, path: string): KindSettings => {
    const settings: Record<string, unknown> = { ...base };
    for (const [field, [isValid, expected]] of Object.entries(RULES)) {
      const value = given[field as keyof KindPolicy];
      if (value === undefined) continue;
      if (!isValid(value)) wrong.push(`${path}${field} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}; expected ${expected}.`);
      settings[field] = value;
    }
    return settings as unknown as KindSettings;
  };

  const general = complete({ ...policy, retryable: undefined }, DEFAULTS, '');
  const kinds = new Map<string, KindSettings>();
  for (const [kind, given] of Object.entries(policy.kinds ?? {})) {
    if (given === undefined) continue;
    const path = `kinds.${kind}`;
    if (given !== false && (typeof given !== 'object' || given === null)) wrong.push(`${path} is ${String(given)}; expected an object or false.`);
    else if (given !== false && NEVER.includes(kind)) wrong.push(`${path}: this kind is never retried.`);
    else if (given !== false && kind === 'invalid-request' && given.retryable) wrong.push(`${path}.retryable: a bad request is never retried.`);
    else kinds.set(kind, complete(given === false ? { retryable: false } : given, general, `${path}.`));
  }
  const { onRetry, budget = createRetryBudget(), clock = systemClock, random = Math.random } = policy;
  if (onRetry !== undefined && typeof onRetry !== 'function') wrong.push('onRetry is no function.');
  if (budget !== false && typeof budget?.withdraw !== 'function') wrong.push('budget is none; make one with createRetryBudget().');
  if (wrong.length > 0) throw new ConfigurationError(`withRetry: ${wrong.join(' ')}`);
  return { general, kinds, onRetry, budget: budget === false ? undefined : budget, clock, random };
}
