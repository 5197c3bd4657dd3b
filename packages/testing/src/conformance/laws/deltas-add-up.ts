import { checkParts } from '../check-parts.ts';
import { collectParts } from '../collect-parts.ts';
import { defineLaw } from '../law.ts';
import { casesOfSamples } from '../samples.ts';

const titles = {
  text: 'the deltas of a text are the text',
  toolCall: 'the deltas of a tool call parse to its arguments',
  parallelToolCalls: 'the deltas of two tool calls keep apart',
  reasoning: 'the deltas of reasoning and text keep apart',
  badToolArguments: 'the deltas of malformed arguments are the malformed text',
};

/** Law 4. */
export const deltasAddUp = defineLaw(
  '4',
  'Deltas add up',
  casesOfSamples(titles, async (subject, sample) => {
    const { parts } = await collectParts(subject, sample);
    checkParts(parts);
  }),
);
