import type { LawCase } from './law.ts';
import { reasonNotShown, shown, type ProviderUnderTest } from './provider-under-test.ts';
import type { AnswerSample } from './wire-sample.ts';

/** Names of the samples that every wire has or declares as not shown. */
export const SAMPLE_NAMES = ['text', 'toolCall', 'parallelToolCalls', 'reasoning', 'badToolArguments'] as const;

/** Name of one of the samples. */
export type SampleName = (typeof SAMPLE_NAMES)[number];

/** The samples that a provider shows, by name. */
export function shownSamples(subject: ProviderUnderTest): Map<SampleName, AnswerSample> {
  const names = SAMPLE_NAMES.filter((name) => name === 'text' || reasonNotShown(subject, name) === undefined);
  return new Map(names.map((name) => [name, shown(subject.wire[name])]));
}

/** One case for each sample that has a title; it needs what the sample shows. */
export function casesOfSamples(
  titles: Partial<Record<SampleName, string>>,
  run: (subject: ProviderUnderTest, sample: AnswerSample, name: SampleName) => Promise<void>,
): LawCase[] {
  return SAMPLE_NAMES.flatMap((name) => {
    const title = titles[name];
    if (title === undefined) return [];
    const needs = name === 'text' ? [] : [name];
    return [{ title, needs, run: (subject: ProviderUnderTest) => run(subject, shown(subject.wire[name]), name) }];
  });
}
