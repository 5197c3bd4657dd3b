import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { ContentPart, StreamPart } from '@sdk/core';

interface Opened {
  kind: 'text' | 'reasoning' | 'tool-call';
  deltas: string[];
  toolCallId?: string;
  toolName?: string;
}

/**
 * Whether the parts of a finished stream keep their order and add up: one start, first; one finish, last; deltas before
 * their part, and of its kind; the deltas of an index joined are its text or parse to its arguments (laws 1 and 4).
 *
 * Parts of unknown types are passed over.
 *
 * @throws AssertionError that says which part is wrong.
 */
export function checkParts(parts: readonly StreamPart[]): void {
  const open = new Map<number, Opened>();
  const complete = new Set<number>();
  assert.equal(parts[0]?.type, 'start', 'The first part must be the start.');
  assert.equal(parts.at(-1)?.type, 'finish', 'The last part must be the finish.');
  for (const [place, part] of parts.entries()) {
    if (part.type === 'start') assert.equal(place, 0, 'There must be one start, first.');
    else if (part.type === 'finish') assert.equal(place, parts.length - 1, 'There must be one finish, last.');
    else if (part.type === 'part') {
      assert.ok(!complete.has(part.index), `Two parts have the index ${part.index}.`);
      complete.add(part.index);
      checkComplete(part.part, open.get(part.index), part.index);
      open.delete(part.index);
    } else if (part.type === 'tool-call-start') {
      const { index, toolCallId, toolName } = part;
      assert.ok(!complete.has(index) && !open.has(index), `Two tool calls start at index ${index}.`);
      open.set(index, { kind: 'tool-call', deltas: [], toolCallId, toolName });
    } else if (part.type === 'text-delta' || part.type === 'reasoning-delta' || part.type === 'tool-call-delta') {
      addDelta(part, open, complete);
    }
  }
  assert.deepEqual([...open.keys()], [], 'Every index with deltas must get its part.');
}

function addDelta(part: { type: string; index: number; delta: string }, open: Map<number, Opened>, complete: Set<number>): void {
  const kind = part.type.slice(0, -'-delta'.length) as Opened['kind'];
  assert.equal(typeof part.delta, 'string', `The delta of a ${part.type} must be a string.`);
  assert.ok(!complete.has(part.index), `A ${part.type} comes after the part of its index ${part.index}.`);
  const opened = open.get(part.index);
  if (!opened) {
    assert.notEqual(kind, 'tool-call', `A tool-call-delta at index ${part.index} comes before its tool-call-start.`);
    open.set(part.index, { kind, deltas: [part.delta] });
    return;
  }
  assert.equal(opened.kind, kind, `Index ${part.index} has deltas of two kinds.`);
  opened.deltas.push(part.delta);
}

function checkComplete(part: ContentPart, opened: Opened | undefined, index: number): void {
  const joined = opened?.deltas.join('') ?? '';
  if (opened) assert.equal(part.type, opened.kind, `Index ${index} has deltas of another kind than its part.`);
  if (part.type === 'text' || part.type === 'reasoning') {
    assert.equal(joined, part.text, `The deltas of index ${index}, joined, are not the text of its part.`);
  } else if (part.type === 'tool-call') {
    if (opened) {
      assert.equal(part.toolCallId, opened.toolCallId, `The call at index ${index} changes its id.`);
      assert.equal(part.toolName, opened.toolName, `The call at index ${index} changes its name.`);
    }
    if (part.invalid !== undefined)
      assert.equal(joined, part.invalid, `The deltas of index ${index} are not its invalid arguments.`);
    else if (opened && (joined !== '' || opened.deltas.length > 0)) checkArguments(joined, part.arguments, index);
  }
}

function checkArguments(json: string, expected: object, index: number): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.trim() === '' ? '{}' : json);
  } catch {
    assert.fail(`The deltas of index ${index}, joined, are no JSON, and its part has no \`invalid\`.`);
  }
  assert.ok(isDeepStrictEqual(parsed, expected), `The deltas of index ${index} do not parse to the arguments of its part.`);
}
