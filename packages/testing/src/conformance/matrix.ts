import { isShown, type Law } from './law.ts';
import { FEATURES, reasonNotShown, type ProviderUnderTest } from './provider-under-test.ts';

/** How the cases of each law went, by label. A case that did not run is not in it. */
export type Outcomes = ReadonlyMap<string, { passed: number; failed: number }>;

/** `✓` when every case passed that the provider shows, `✗` when one failed, `·` when one did not run, `–` when it shows none. */
function cellOf(law: Law, subject: ProviderUnderTest, outcomes: Outcomes): string {
  const due = law.cases.filter((lawCase) => isShown(lawCase, subject)).length;
  if (due === 0) return '–';
  const { passed, failed } = outcomes.get(law.label) ?? { passed: 0, failed: 0 };
  if (failed > 0) return '✗';
  return passed === due ? '✓' : '·';
}

/**
 * One line of the matrix provider × law, and one more for each feature that the provider does not show.
 *
 * @example
 * openai  1 ✓  2 ✓  3 ✗  …  16 ✓  status ✓
 *         – reasoning: Chat Completions shows no reasoning text.
 */
export function matrixOf(laws: readonly Law[], subject: ProviderUnderTest, outcomes: Outcomes): string {
  const cells = laws.map((law) => `${law.label} ${cellOf(law, subject, outcomes)}`);
  const reasons = FEATURES.flatMap((feature) => {
    const reason = reasonNotShown(subject, feature);
    return reason === undefined ? [] : [`${' '.repeat(subject.name.length)}  – ${feature}: ${reason}`];
  });
  return [`${subject.name}  ${cells.join('  ')}`, ...reasons].join('\n');
}
