import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are held, in the heap of JavaScript and outside of it, when all garbage has gone; unlike the memory of the process, which depends on when that is. */
export async function heldBytes(): Promise<number> {
  for (let round = 0; round < 2; round++) {
    collectGarbage();
    await sleep(0); // what finalizers let go is garbage of the next round
  }
  const { heapUsed, external } = process.memoryUsage(); // the bytes of ArrayBuffers are among the external ones
  return heapUsed + external;
}

/**
 * Waits until nothing more is taken from the sources of streams, and gives what is held then.
 *
 * @param taken How much has been taken so far; it has to come to at least `least`.
 * @param limit Held bytes at which waiting ends: without backpressure it would never be over.
 */
export async function heldAtRest(taken: () => number, least: number, limit: number): Promise<number> {
  let last = -1;
  for (let still = 0; ; last = taken()) {
    await sleep(100);
    still = taken() === last && last >= least ? still + 1 : 0;
    const held = await heldBytes();
    if (still === 4 || held > limit) return held;
  }
}
