import { LAWS } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';
import { mutationsOfAnswers } from './reference/mutations-of-answers.ts';
import { mutationsOfCalls } from './reference/mutations-of-calls.ts';
import { mutationsOfPackages } from './reference/mutations-of-packages.ts';

const mutations = [...mutationsOfAnswers, ...mutationsOfCalls, ...mutationsOfPackages];

describe('each law notices a provider that', () => {
  for (const [label, wrong, subject, says, only] of mutations) {
    it(`${wrong} (law ${label})`, { timeout: 30_000 }, async () => {
      const law = LAWS.find((one) => one.label === label)!;
      const check = only === undefined ? law.check(subject) : law.cases.find(({ title }) => title.includes(only))!.run(subject);
      const failure: unknown = await check.then(
        () => 'passed',
        (error: unknown) => error,
      );
      expect(failure, 'The law did not notice.').toBeInstanceOf(Error);
      expect((failure as Error).message).toMatch(says);
    });
  }

  it('every law is broken at least once', () => {
    expect(new Set(mutations.map(([label]) => label))).toEqual(new Set(LAWS.map(({ label }) => label)));
  });
});
