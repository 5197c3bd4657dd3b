import assert from 'node:assert/strict';
import { APIError, type EmbedResult, type GenerateResult, type ModelInfo, type Usage } from '@sdk/core';
import { asSdkError, assertKind } from './outcome.ts';
import type { RecordedExpectation } from './recording.ts';

/** @throws AssertionError when a result is not what the recorded bytes say. */
export function assertRecorded(result: GenerateResult, expected: RecordedExpectation, where: string): void {
  assert.equal(result.text, expected.text ?? '', `${where}: text`);
  const reasonings = [expected.reasoning ?? '', ...(expected.plan === undefined ? [] : [expected.plan])];
  const reasoning = result.reasoning ?? '';
  assert.ok(
    reasonings.includes(reasoning),
    `${where}: reasoning is ${JSON.stringify(reasoning)}, not ${JSON.stringify(reasonings)}`,
  );
  const wanted = expected.toolCalls ?? [];
  const calls = result.toolCalls.map(({ toolCallId, toolName, arguments: given }, at) => ({
    ...(wanted[at]?.id !== undefined && { id: toolCallId }),
    name: toolName,
    arguments: given,
  }));
  assert.deepEqual(calls, wanted, `${where}: tool calls`);
  assert.ok(
    result.toolCalls.every(({ toolCallId }) => toolCallId !== ''),
    `${where}: a tool call has no id`,
  );
  if (expected.finishReason) assert.equal(result.finishReason, expected.finishReason, `${where}: finish reason`);
  const sources = result.content.filter(({ type }) => type === 'source').length;
  if (expected.sources !== undefined) assert.equal(sources, expected.sources, `${where}: number of sources`);
  assertUsage(result.usage, expected, where);
}

const COUNTS = ['inputTokens', 'outputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens'] as const;

/** Every count that the bytes give must come out, and none that they do not give; 0 and "not reported" are the same. */
function assertUsage(usage: Usage, { usage: given = {}, usageAlso = {} }: RecordedExpectation, where: string): void {
  const readings = [given, { ...given, ...usageAlso }];
  const differences = readings.map((reading) => COUNTS.filter((count) => (usage[count] ?? 0) !== (reading[count] ?? 0)));
  if (differences.some(({ length }) => length === 0)) return;
  const told = differences[0]!.map((count) => `${count} is ${usage[count]}, not ${given[count]}`);
  assert.fail(`${where}: usage: ${told.join('; ')}`);
}

/** How far a number may be off its recorded head, relatively: what 32-bit floats lose. */
const FLOAT32_ERROR = 1e-6;

/** @throws AssertionError when vectors are not the recorded ones. */
export function assertEmbeddings(result: EmbedResult, expected: RecordedExpectation, where: string): void {
  const { count, dimensions, heads } = expected.embeddings!;
  assert.equal(result.embeddings.length, count, `${where}: number of vectors`);
  for (const [at, vector] of result.embeddings.entries()) {
    assert.equal(vector.length, dimensions, `${where}: length of vector ${at}`);
    for (const [place, value] of (heads[at] ?? []).entries()) {
      const off = Math.abs(vector[place]! - value);
      assert.ok(off <= Math.abs(value) * FLOAT32_ERROR, `${where}: vector ${at}[${place}] is ${vector[place]}, not ${value}`);
    }
  }
  assertUsage(result.usage, expected, where);
}

/** @throws AssertionError when a list of models is not the recorded one. */
export function assertModels(models: ModelInfo[], expected: RecordedExpectation, where: string): void {
  const { count, first } = expected.models!;
  assert.equal(models.length, count, `${where}: number of models`);
  assert.deepEqual(
    models.slice(0, first.length).map(({ id }) => id),
    first,
    `${where}: first models`,
  );
}

/** @throws AssertionError when an error is not the recorded one. */
export function assertRecordedError(error: unknown, { error: expected, partial }: RecordedExpectation, where: string): void {
  const { status, kind, alsoKinds = [], retryAfterMs } = expected!;
  assertKind(error, [kind, ...alsoKinds], where);
  assert.ok(error instanceof APIError, `${where}: expected an APIError`);
  if (status >= 400) assert.equal(error.status, status, `${where}: status`);
  if (retryAfterMs !== undefined) assert.equal(error.retryAfterMs, retryAfterMs, `${where}: retryAfterMs`);
  if (partial === undefined) return;
  const { text = '', reasoning = '' } = typeof partial === 'string' ? { text: partial } : partial;
  const content = asSdkError(error).partial?.content ?? [];
  const joined = (type: 'text' | 'reasoning') => content.map((part) => (part.type === type ? part.text : '')).join('');
  assert.equal(joined('text'), text, `${where}: text before the break`);
  assert.equal(joined('reasoning'), reasoning, `${where}: reasoning before the break`);
}
