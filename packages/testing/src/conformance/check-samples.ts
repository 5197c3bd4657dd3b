import assert from 'node:assert/strict';
import { completeFrom, textOfFrames } from './frames.ts';
import { FEATURES, reasonNotShown, type ProviderUnderTest } from './provider-under-test.ts';
import { shownSamples } from './samples.ts';
import { repeatableText } from './stage.ts';

/**
 * Whether the samples of a wire can show what the laws ask: a law that is run on a poor sample proves nothing.
 *
 * @throws AssertionError that says what to improve.
 */
export function checkSamples(subject: ProviderUnderTest): void {
  const { wire } = subject;
  for (const feature of FEATURES) {
    const reason = reasonNotShown(subject, feature);
    assert.ok(reason === undefined || reason.length > 10, `\`${feature}\` is declared as not shown without a reason.`);
  }
  for (const [name, { expected, events, terminal }] of shownSamples(subject)) {
    assert.ok(completeFrom({ events, terminal } as never) > 1, `\`${name}.terminal\` must be the index of an event.`);
    if (expected.usage) assert.ok(Object.keys(expected.usage).length > 0, `\`${name}.expected.usage\` is empty.`);
  }
  const { text } = wire;
  for (const [bytes, pattern] of [
    [2, /[\u0080-\u07ff]/],
    [3, /[\u0800-\ud7ff]/],
    [4, /[\u{10000}-\u{10ffff}]/u],
  ] as const) {
    assert.match(text.expected.text, pattern, `The text sample must hold a character of ${bytes} bytes, unescaped on the wire.`);
  }
  if (wire.framing !== 'other')
    assert.match(
      textOfFrames(text.events),
      /[\u{10000}-\u{10ffff}]/u,
      'The frames must hold the characters themselves, not escapes.',
    );
  repeatableText(wire);
  const samples = shownSamples(subject);
  for (const call of samples.get('toolCall')?.expected.toolCalls ?? []) {
    assert.notDeepEqual(call.arguments, {}, 'The arguments of the sample `toolCall` must not be empty.');
  }
  if (samples.has('toolCall'))
    assert.equal(samples.get('toolCall')?.expected.toolCalls?.length, 1, 'The sample `toolCall` must call one tool.');
  if (samples.has('parallelToolCalls'))
    assert.equal(
      samples.get('parallelToolCalls')?.expected.toolCalls?.length,
      2,
      'The sample `parallelToolCalls` must call two tools.',
    );
  if (samples.has('reasoning'))
    assert.ok(samples.get('reasoning')?.expected.reasoning, 'The sample `reasoning` must expect some.');
}
