import assert from 'node:assert/strict';
import type { ToolCallPart } from '@sdk/core';
import { collectParts, generated } from '../collect-parts.ts';
import { defineLaw } from '../law.ts';
import { shown } from '../provider-under-test.ts';

function assertInvalid(toolCalls: ToolCallPart[], raw: string | undefined, where: string): void {
  const call = toolCalls.find(({ invalid }) => invalid !== undefined);
  assert.ok(call, `${where}: no call has \`invalid\`: ${JSON.stringify(toolCalls)}.`);
  assert.ok(raw !== undefined, 'The sample `badToolArguments` must expect a call with `invalid`.');
  assert.equal(call.invalid, raw, `${where}: \`invalid\` must be the raw text.`);
  assert.deepEqual(call.arguments, {}, `${where}: the arguments must be {}.`);
}

/** Law 11. */
export const badToolJSON = defineLaw('11', 'Bad tool JSON is data', [
  {
    title: 'malformed arguments in a finished answer give a call with the raw text in `invalid`, whole and streamed',
    needs: ['badToolArguments'],
    async run(subject) {
      const sample = shown(subject.wire.badToolArguments);
      const raw = sample.expected.toolCalls?.find(({ invalid }) => invalid !== undefined)?.invalid;
      const whole = await generated(subject, sample);
      const { result } = await collectParts(subject, sample);
      for (const [where, { toolCalls, finishReason, text }] of [
        ['Whole', whole],
        ['Streamed', result],
      ] as const) {
        assertInvalid(toolCalls, raw, where);
        assert.equal(toolCalls.length, sample.expected.toolCalls?.length, `${where}: number of calls`);
        assert.equal(finishReason, 'tool-calls', `${where}: finish reason`);
        assert.equal(text, sample.expected.text, `${where}: text`);
      }
    },
  },
]);
