import { Refusal } from '../refusal.ts';
import type { ResolvedFileRules } from './file-rules.ts';

/** What the files of one request may still cost. */
export interface Allowance {
  /** How many bytes are left. Whoever loads takes off what it has loaded. */
  bytes: number;
  /**
   * Asks for so many files at once, before the first of them is looked for.
   *
   * @returns fires when the client goes, and when all files together have taken too long
   * @throws Refusal for more than a request may have
   */
  claim(count: number): AbortSignal;
}

/** Each is a connection, or a look at the disk; no vendor takes more URLs than that in a usual request. */
const MAX_FILES = 50;

/** For a new request. The time begins with the first file. */
export function createAllowance({ maxBytes, timeoutMs }: ResolvedFileRules, leaving: AbortSignal): Allowance {
  let left = MAX_FILES;
  let patience: AbortSignal | undefined;
  return {
    bytes: maxBytes,
    claim(count) {
      left -= count;
      if (left < 0) throw new Refusal(400, 'too_many_files', `There are more than ${MAX_FILES} files to load.`);
      return (patience ??= AbortSignal.any([leaving, AbortSignal.timeout(timeoutMs)]));
    },
  };
}
