import { ConfigurationError } from '@sdk/core';

/** How long an answer may take where nothing else is said, in seconds. */
export const DEFAULT_TIMEOUT_S = 120;

/** How often a failed call is made again where nothing else is said. */
export const DEFAULT_MAX_RETRIES = 3;

/** SYNTH_TIMEOUT, in seconds. @throws ConfigurationError when it is no time */
export function readTimeout(): number {
  return readNumber('SYNTH_TIMEOUT', DEFAULT_TIMEOUT_S, (value) => value > 0 && Number.isFinite(value), 'seconds above 0');
}

/** SYNTH_MAX_RETRIES. @throws ConfigurationError when it is no count */
export function readMaxRetries(): number {
  return readNumber('SYNTH_MAX_RETRIES', DEFAULT_MAX_RETRIES, (value) => Number.isInteger(value) && value >= 0, 'a whole number, 0 or more');
}

/** A variable that is set to nothing counts as not set. */
function readNumber(variable: string, standard: number, isValid: (value: number) => boolean, expected: string): number {
  const text = typeof process === 'undefined' ? '' : (process.env[variable] ?? '').trim();
  if (text === '') return standard;
  const value = Number(text);
  if (!isValid(value)) throw new ConfigurationError(`${variable} is ${JSON.stringify(text)}; expected ${expected}, e.g. ${standard}.`);
  return value;
}
