const MS_PER_SECOND = 1000;

let second = 0;
let next = 0;

/** `call_<n>_<unix seconds>`: `n` counts the calls of the second, so that no two of a process are alike. */
export function createCallId(now = Date.now()): string {
  const current = Math.floor(now / MS_PER_SECOND);
  // A clock that is set back must not bring old ids again.
  if (current > second) {
    second = current;
    next = 0;
  }
  return `call_${next++}_${second}`;
}
