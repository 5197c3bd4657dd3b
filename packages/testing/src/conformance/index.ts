export { checkParts } from './check-parts.ts';
export { describeProvider } from './describe-provider.ts';
export { describeRecordings, type RecordingsUnderTest } from './describe-recordings.ts';
export type { Law, LawCase } from './law.ts';
export { LAWS } from './laws.ts';
export type { Entry, Feature, ProviderUnderTest, UnderTestOptions } from './provider-under-test.ts';
export type { RecordedExpectation, Recording, RecordingEntry } from './recording.ts';
export type { AnswerSample, DirtySample, ErrorSample, ExpectedAnswer, NotShown, WireSample } from './wire-sample.ts';
