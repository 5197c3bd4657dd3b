import { assertExpected, assertSameAnswer } from '../compare-answer.ts';
import { collectParts, generated } from '../collect-parts.ts';
import { defineLaw } from '../law.ts';
import { casesOfSamples } from '../samples.ts';

const titles = {
  text: 'generate and a collected stream give the same text',
  toolCall: 'generate and a collected stream give the same tool call',
  parallelToolCalls: 'generate and a collected stream give the same two tool calls',
  reasoning: 'generate and a collected stream give the same reasoning',
  badToolArguments: 'generate and a collected stream give the same malformed arguments',
};

/** Law 2. */
export const sameAnswer = defineLaw(
  '2',
  'Same answer',
  casesOfSamples(titles, async (subject, sample) => {
    const whole = await generated(subject, sample);
    const { result } = await collectParts(subject, sample);
    assertExpected(whole, sample.expected, 'Whole');
    assertExpected(result, sample.expected, 'Streamed');
    assertSameAnswer(whole, result, sample, 'Whole and streamed');
  }),
);
