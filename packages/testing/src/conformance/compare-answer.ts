import assert from 'node:assert/strict';
import { isDeepStrictEqual, inspect } from 'node:util';
import type { ContentPart, GenerateResult, StreamPart, Usage } from '@sdk/core';
import type { ExpectedAnswer } from './wire-sample.ts';

/** @throws AssertionError when a result is not what the sample says. */
export function assertExpected(result: GenerateResult, expected: ExpectedAnswer, where: string, { usage = true } = {}): void {
  assert.equal(result.text, expected.text, `${where}: text`);
  assert.equal(result.reasoning ?? '', expected.reasoning ?? '', `${where}: reasoning`);
  assert.equal(result.finishReason, expected.finishReason, `${where}: finish reason`);
  const wanted = expected.toolCalls ?? [];
  assert.deepEqual(
    result.toolCalls.map(({ toolName }) => toolName),
    wanted.map(({ name }) => name),
    `${where}: tool calls`,
  );
  wanted.forEach((call, at) => {
    const { toolCallId, arguments: given, invalid } = result.toolCalls[at]!;
    if (call.id !== undefined) assert.equal(toolCallId, call.id, `${where}: id of tool call ${at}`);
    assert.ok(toolCallId, `${where}: tool call ${at} has no id`);
    assert.deepEqual(given, call.arguments, `${where}: arguments of tool call ${at}`);
    assert.equal(invalid, call.invalid, `${where}: invalid arguments of tool call ${at}`);
  });
  const ids = new Set(result.toolCalls.map(({ toolCallId }) => toolCallId));
  assert.equal(ids.size, wanted.length, `${where}: two tool calls share an id`);
  if (!usage) return;
  for (const [field, value] of Object.entries(expected.usage ?? {})) {
    assert.equal(result.usage[field as keyof Usage], value, `${where}: usage.${field}`);
  }
}

/** @throws AssertionError when two results differ in content, finish reason or usage. */
export function assertSameAnswer(
  one: GenerateResult,
  other: GenerateResult,
  { expected }: { expected: ExpectedAnswer },
  where: string,
): void {
  const [left, right] = [one, other].map((result) => comparable(result, expected));
  assertSame(left, right, where);
}

function comparable({ content, finishReason, usage }: GenerateResult, expected: ExpectedAnswer): object {
  const { raw: _raw, ...counts } = usage;
  return { content: plain(maskIds(joinNeighbours(content), expected)), finishReason, usage: plain(counts) };
}

/** @throws AssertionError that shows both, when two values differ. */
export function assertSame(one: unknown, other: unknown, where: string): void {
  if (isDeepStrictEqual(one, other)) return;
  const [left, right] = [one, other].map((value) => inspect(value, { depth: 8, breakLength: 160 }));
  throw new assert.AssertionError({ message: `${where}: these differ:\n${left}\n${right}`, actual: one, expected: other });
}

/** Neighbouring texts (and reasonings) without a vendor's data as one. */
function joinNeighbours(content: readonly ContentPart[]): ContentPart[] {
  const joined: ContentPart[] = [];
  for (const part of content) {
    const last = joined.at(-1);
    if (last && isPlainText(last) && isPlainText(part) && last.type === part.type) {
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}

function isPlainText(part: ContentPart): part is Extract<ContentPart, { type: 'text' | 'reasoning' }> {
  return (part.type === 'text' || part.type === 'reasoning') && part.providerData === undefined;
}

/** Ids that the codec makes up are different each time. */
function maskIds(content: ContentPart[], expected: ExpectedAnswer): ContentPart[] {
  let call = 0;
  return content.map((part) => {
    if (part.type !== 'tool-call' || part.providerExecuted) return part;
    const { id } = expected.toolCalls?.[call] ?? {};
    return id === undefined ? { ...part, toolCallId: `made up ${call++}` } : (call++, part);
  });
}

/**
 * Parts in a form in which those of two runs of the same answer are equal: no times, no headers, no made-up ids, and what
 * is known of the response in the start, whichever event it came with.
 */
export function comparableParts(parts: readonly StreamPart[], expected: ExpectedAnswer): unknown {
  const madeUp = new Map<string, string>();
  const known = new Set(expected.toolCalls?.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const idOf = (id: string) => {
    if (!known.has(id) && !madeUp.has(id)) madeUp.set(id, `made up ${madeUp.size}`);
    return madeUp.get(id) ?? id;
  };
  const finish = parts.findLast((part) => part.type === 'finish');
  return plain(
    parts.map((part) => {
      if (part.type === 'start') return { ...part, response: { ...part.response, ...finish?.response, headers: undefined } };
      if (part.type === 'finish') return { ...part, timing: undefined, response: undefined };
      if (part.type === 'tool-call-start') return { ...part, toolCallId: idOf(part.toolCallId) };
      if (part.type !== 'part' || part.part.type !== 'tool-call') return part;
      return { ...part, part: { ...part.part, toolCallId: idOf(part.part.toolCallId) } };
    }),
  );
}

/** As JSON would carry it; fields that are `undefined` are not there. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
