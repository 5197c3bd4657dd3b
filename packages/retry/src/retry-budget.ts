import { ConfigurationError } from '@sdk/core';

/** How many retries may still be made. A bucket of tokens, so that retries do not multiply an outage. */
export interface RetryBudget {
  /** What is left. */
  readonly tokens: number;
  /** Takes the token of one retry. `false`: there is none, the retry must not be made. */
  withdraw(): boolean;
  /** An attempt has succeeded. */
  deposit(): void;
}

/** Settings of {@link createRetryBudget}. */
export interface RetryBudgetOptions {
  /** Tokens in the full bucket, which it begins with. A retry costs one. At least 1. @default 10 */
  capacity?: number;
  /** What a success returns: 0.1 lets one call in ten be a retry, in the long run. 0–1. @default 0.1 */
  tokensPerSuccess?: number;
}

/** Additions of 0.1 drift: ten of them are a hair less than 1. */
const ROUNDING = 1e-9;

/**
 * Makes a budget to share: give the same one to every model that one outage would take down.
 *
 * @throws ConfigurationError for values out of range.
 */
export function createRetryBudget({ capacity = 10, tokensPerSuccess = 0.1 }: RetryBudgetOptions = {}): RetryBudget {
  if (!(capacity >= 1 && tokensPerSuccess >= 0 && tokensPerSuccess <= 1)) {
    throw new ConfigurationError('createRetryBudget: expected a capacity of at least 1, and tokensPerSuccess from 0 to 1.');
  }
  let tokens = capacity;
  return {
    get tokens() {
      return tokens;
    },
    withdraw() {
      if (tokens < 1 - ROUNDING) return false;
      tokens = Math.max(0, tokens - 1);
      return true;
    },
    deposit() {
      if (tokens < capacity) tokens = Math.min(capacity, tokens + tokensPerSuccess);
    },
  };
}
