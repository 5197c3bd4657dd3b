import assert from 'node:assert/strict';

/** Looks at a request as its vendor would. @throws AssertionError that says what the vendor would refuse. */
export type Rules = (request: unknown) => void;

/** @throws AssertionError when an object has a key that the vendor does not know. */
export function assertKnown(object: object, known: readonly string[], where: string): void {
  for (const key of Object.keys(object)) assert.ok(known.includes(key), `${where}: ${key} is no field that the vendor knows`);
}

/** Calls that wait for their results. */
export class OpenCalls {
  readonly ids = new Set<string>();

  call(id: unknown, pattern: RegExp): void {
    assert.match(String(id), pattern, `the id ${String(id)} is not in the vendor's alphabet`);
    assert.ok(!this.ids.has(String(id)), `two open calls have the id ${String(id)}`);
    this.ids.add(String(id));
  }

  result(id: unknown): void {
    assert.ok(this.ids.delete(String(id)), `the result ${String(id)} answers no call`);
  }

  assertNone(before: string): void {
    assert.equal(this.ids.size, 0, `calls without result before ${before}: ${[...this.ids].join()}`);
  }
}
