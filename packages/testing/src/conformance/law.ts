import { reasonNotShown, type Feature, type ProviderUnderTest } from './provider-under-test.ts';

/** One testable sentence of a law. */
export interface LawCase {
  /** The sentence, e.g. `'a signal that is already aborted sends nothing'`. */
  title: string;
  /** What the provider must show for it. @default nothing beyond text */
  needs?: readonly Feature[];
  /** @throws AssertionError when the provider breaks the law. */
  run(subject: ProviderUnderTest): Promise<void>;
}

/** One of the sixteen laws, or the table of statuses beside them. */
export interface Law {
  /** As in the matrix: `'1'` to `'16'`, `'status'`. */
  label: string;
  /** Its name in the contract, e.g. `'One ending'`. */
  title: string;
  cases: readonly LawCase[];
  /** Runs every case whose features the provider shows, in order. @throws AssertionError at the first one that fails. */
  check(subject: ProviderUnderTest): Promise<void>;
}

/** Puts the cases of a law together. */
export function defineLaw(label: string, title: string, cases: readonly LawCase[]): Law {
  return {
    label,
    title,
    cases,
    async check(subject) {
      for (const lawCase of cases) if (isShown(lawCase, subject)) await lawCase.run(subject);
    },
  };
}

/** Whether a provider shows what a case needs. */
export function isShown({ needs = [] }: LawCase, subject: ProviderUnderTest): boolean {
  return needs.every((feature) => reasonNotShown(subject, feature) === undefined);
}
