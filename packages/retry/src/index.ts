export type { Jitter } from './backoff.ts';
export type { Clock } from './clock.ts';
export type { KindPolicy, RetryEvent, RetryLimits, RetryPolicy } from './policy.ts';
export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from './retry-budget.ts';
export { withRetry } from './with-retry.ts';
