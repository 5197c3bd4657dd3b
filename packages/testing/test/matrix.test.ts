import { LAWS } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { matrixOf } from '../src/conformance/matrix.ts';
import { referenceSubject } from './reference/sample.ts';

const law = (label: string) => LAWS.find((one) => one.label === label)!;

it('the matrix tells passed, failed, not run and not shown apart, and gives the reasons', () => {
  const subject = { ...referenceSubject(), name: 'acme', entry: { notShown: 'It has no entry of its own.' } };
  const outcomes = new Map([
    ['1', { passed: law('1').cases.length, failed: 0 }],
    ['2', { passed: 1, failed: 4 }],
    ['3', { passed: 1, failed: 0 }],
  ]);
  expect(matrixOf(['1', '2', '3', '16'].map(law), subject, outcomes)).toBe(
    'acme  1 ✓  2 ✗  3 ·  16 –\n      – entry: It has no entry of its own.',
  );
});
