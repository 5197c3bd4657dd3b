import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { expect, test } from 'vitest';
import { askRaw, chunk, KEY, startApp, STREAM } from './support.ts';

const CLIENTS = 200;
const MIB = 2 ** 20;

/**
 * The system's buffers take up to 4 MiB per local connection before it blocks, and the text in them is held until its
 * content part is complete. Of these characters each takes six bytes on the wire, so that the text is a sixth of it.
 */
const TEXT = '\u0001'.repeat(4_000);

/** What one stream may hold: its text so far, the transport's 128 KiB of the wire as parts, what a response buffers. */
const MOST_PER_CLIENT = 4 * MIB;

/** Memory of a process that is its own, in bytes, garbage included: not the system's buffers of its sockets. */
function memoryOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

function acceptedBytes({ requests }: FaultServer): number {
  return requests.reduce((sum, { acceptedBytes: bytes }) => sum + bytes, 0);
}

/** Waits until the vendor gets nothing more off. */
async function plateau(vendor: FaultServer): Promise<number> {
  let before = -1;
  for (let still = 0; still < 4; ) {
    await sleep(250);
    const now = acceptedBytes(vendor);
    still = now === before ? still + 1 : 0;
    before = now;
  }
  return before;
}

test.skipIf(process.platform !== 'linux')(
  `${CLIENTS} clients that stop reading stop ${CLIENTS} sockets of the vendor, and memory stays flat`,
  { timeout: 60_000 },
  async () => {
    await using vendor = await startFaultServer({ headers: STREAM, body: [chunk({ content: 'Once ' }), { repeat: chunk({ content: TEXT }) }] });
    const { origin, child } = await startApp({ OPENAI_API_KEY: KEY, SDK__PROVIDERS__OPENAI__BASEURL: `${vendor.url}/v1` });
    const pid = child.pid as number;

    const warm = await askRaw(origin);
    warm.pause();
    await plateau(vendor);
    warm.destroy();
    await vendor.requests[0]?.closed;
    const before = memoryOf(pid);

    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => askRaw(origin)));
    for (const client of clients) client.pause();
    await vendor.received(CLIENTS);
    const taken = await plateau(vendor);
    const grown = memoryOf(pid) - before;

    await sleep(2_000);
    expect(acceptedBytes(vendor)).toBe(taken);
    const later = memoryOf(pid) - before;

    const leftAt = performance.now();
    for (const client of clients) client.destroy();
    const closings = await Promise.all(vendor.requests.slice(1).map(({ closed }) => closed));
    const slowest = Math.max(...closings.map(({ atMs }) => atMs)) - leftAt;
    console.log(
      `${CLIENTS} clients: ${(taken / MIB).toFixed(0)} MiB left the vendor, memory +${(grown / MIB).toFixed(1)} MiB, 2 s later +${(later / MIB).toFixed(1)} MiB; all ${CLIENTS} calls ended ${slowest.toFixed(0)} ms after they left`,
    );
    expect(later).toBeLessThan(CLIENTS * MOST_PER_CLIENT);
    expect(later).toBeLessThan(grown + 10 * MIB);
    expect(closings.every(({ by }) => by === 'client')).toBe(true);
  },
);
