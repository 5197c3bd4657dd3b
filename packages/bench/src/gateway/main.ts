/** `node src/gateway/main.ts [rounds] [whole | streams | memory]`: our gateway beside Portkey's, in turns, in front of the same mock vendor. */
import { WARM_UP_MS, MEASURE_MS } from '../measures/measure.ts';
import { startServerProcess } from '../processes.ts';
import { CHUNKS } from '../server/scenarios.ts';
import { median } from '../statistics.ts';
import { GATEWAYS, startGateway, type GatewayName } from './gateways.ts';
import { createLoad } from './load.ts';

const CONCURRENT = 50;
const MEMORY_CHUNKS = 1_000_000;
const US_PER_MS = 1_000;

type Figures = Record<GatewayName, { perSecond: number; cpuUs: number; latencyUs: number }[]>;

/** Measures every gateway once per round, each started anew: many at once, then one after the other. */
async function inTurns(rounds: number, vendorUrl: string, stream: boolean): Promise<Figures> {
  const figures: Figures = { none: [], sdk: [], portkey: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of GATEWAYS) {
      const gateway = await startGateway(name, vendorUrl);
      const load = createLoad(gateway, stream);
      await load.many(CONCURRENT, 2 * WARM_UP_MS);
      const cpuMs = gateway.cpuMs();
      const { answers, perSecond } = await load.many(CONCURRENT, MEASURE_MS);
      const cpuUs = ((gateway.cpuMs() - cpuMs) / answers) * US_PER_MS;
      figures[name].push({ perSecond, cpuUs, latencyUs: await load.latencyUs(MEASURE_MS) });
      load.close();
      gateway.stop();
    }
  }
  return figures;
}

/** Resident memory of the process after a tenth of a million chunks, after half of it, and after all, in MiB. */
async function memoryOverChunks(name: GatewayName, vendorUrl: string): Promise<number[]> {
  const gateway = await startGateway(name, vendorUrl);
  const load = createLoad(gateway, true);
  const memory: number[] = [];
  for (const share of [0.1, 0.4, 0.5]) {
    await load.repeat((MEMORY_CHUNKS / CHUNKS) * share);
    memory.push(gateway.memoryMiB());
  }
  load.close();
  gateway.stop();
  return memory;
}

const rounds = Number(process.argv[2] ?? 5);
const only = process.argv[3];
const isWanted = (name: string) => only === undefined || only === name;
const vendor = await startServerProcess();
const vendorUrl = (scenario: string) => `${vendor.url}/${scenario}/v1`;

/** The median of the ratios, or differences, of each round: a busy minute is busy for all. */
function paired(figures: Figures, compare: (ours: Figures['sdk'][number], theirs: Figures['sdk'][number]) => number, ours: GatewayName, theirs: GatewayName): string {
  return median(figures[ours].map((own, round) => compare(own, figures[theirs][round] as typeof own))).toFixed(2);
}

async function compareSpeed(title: string, scenario: string, stream: boolean): Promise<void> {
  const figures = await inTurns(rounds, vendorUrl(scenario), stream);
  const line = GATEWAYS.map((name) => `${name} ${median(figures[name].map(({ perSecond }) => perSecond)).toFixed(0)}/s`).join(', ');
  const faster = paired(figures, (own, other) => own.perSecond / other.perSecond, 'sdk', 'portkey');
  const cheaper = paired(figures, (own, other) => other.cpuUs / own.cpuUs, 'sdk', 'portkey');
  const added = (name: GatewayName) => paired(figures, (own, other) => (own.latencyUs - other.latencyUs) / US_PER_MS, name, 'none');
  console.log(`${title}, ${CONCURRENT} at once: ${line}`);
  console.log(`  ours makes ${faster} × as many as Portkey's (target 3), at 1/${cheaper} of the CPU time each`);
  console.log(`  added for one client, median: ours ${added('sdk')} ms (target 0.6), Portkey's ${added('portkey')} ms`);
}

async function compareMemory(): Promise<void> {
  for (const name of ['sdk', 'portkey'] as const) {
    const memory = await memoryOverChunks(name, vendorUrl('blocks'));
    console.log(`memory after 10, 50 and 100 % of ${MEMORY_CHUNKS} chunks, ${name}: ${memory.map((mib) => mib.toFixed(0)).join(', ')} MiB`);
  }
}

try {
  if (isWanted('whole')) await compareSpeed('whole answers', 'whole', false);
  if (isWanted('streams')) await compareSpeed('streams of 150 chunks, 4 KB a write', 'answer-blocks', true);
  if (isWanted('streams')) await compareSpeed('streams of 150 chunks, a write each', 'answer', true);
  if (isWanted('memory')) await compareMemory();
} finally {
  vendor.stop();
}
