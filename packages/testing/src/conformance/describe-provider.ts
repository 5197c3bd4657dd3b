import { afterAll, describe, test } from 'vitest';
import { checkSamples } from './check-samples.ts';
import { isShown } from './law.ts';
import { LAWS } from './laws.ts';
import { matrixOf } from './matrix.ts';
import type { ProviderUnderTest } from './provider-under-test.ts';

/** How long one case may take, in milliseconds. */
const CASE_TIMEOUT_MS = 60_000;

/**
 * Registers the sixteen laws of the contract as vitest suites for a provider, over real HTTP on loopback, and prints a line
 * of the matrix provider × law at their end.
 *
 * A law holds in the matrix only if every one of its cases ran and passed. Features that the provider declares as not shown
 * are listed with their reasons; laws without any case left are marked `–`.
 */
export function describeProvider(subject: ProviderUnderTest): void {
  const outcomes = new Map<string, { passed: number; failed: number }>();

  describe(`${subject.name}: the laws`, () => {
    test('the samples can show what the laws ask', () => checkSamples(subject));
    for (const law of LAWS) {
      const outcome = { passed: 0, failed: 0 };
      outcomes.set(law.label, outcome);
      const cases = law.cases.filter((one) => isShown(one, subject));
      if (cases.length === 0) continue; // vitest takes no empty suite
      describe(`${law.label}. ${law.title}`, () => {
        for (const lawCase of cases) {
          test(lawCase.title, { timeout: CASE_TIMEOUT_MS }, async () => {
            outcome.failed++;
            await lawCase.run(subject);
            outcome.failed--;
            outcome.passed++;
          });
        }
      });
    }
    afterAll(() => console.log(matrixOf(LAWS, subject, outcomes)));
  });
}
