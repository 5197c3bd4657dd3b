import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { sleep } from '../measures/measure.ts';

/** What stands between client and vendor; `none`: nothing. */
export const GATEWAYS = ['none', 'sdk', 'portkey'] as const;
export type GatewayName = (typeof GATEWAYS)[number];

/** Something that answers Chat Completions. */
export interface Gateway {
  url: string;
  headers: Record<string, string>;
  model: string;
  /** Resident memory of its process, in MiB; 0 without one. */
  memoryMiB(): number;
  /** CPU time of its process so far, all threads, in milliseconds; 0 without one. */
  cpuMs(): number;
  stop(): void;
}

const KIB_PER_MIB = 1024;
const MS_PER_TICK = 10;
const PATIENCE_MS = 20_000;
const OWN = fileURLToPath(new URL('./sdk-gateway.ts', import.meta.url));
const JSON_TYPE = { 'content-type': 'application/json' };

/** Puts a gateway in front of a vendor, in a process of its own. */
export async function startGateway(name: GatewayName, vendorUrl: string): Promise<Gateway> {
  const direct = { url: `${vendorUrl}/chat/completions`, headers: JSON_TYPE, model: 'gpt-4.1-mini', memoryMiB: () => 0, cpuMs: () => 0, stop: () => {} };
  if (name === 'none') return direct;
  if (name === 'sdk') {
    const child = run([OWN, vendorUrl]);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return { ...direct, ...ended(child), url: `${line.toString().trim()}/v1/chat/completions`, model: 'openai/gpt-4.1-mini' };
  }
  const port = await freePort();
  const entry = fileURLToPath(import.meta.resolve('@portkey-ai/gateway/build/start-server.js'));
  const child = run([entry, `--port=${port}`, '--headless'], 'ignore');
  const headers = { ...JSON_TYPE, authorization: 'Bearer sk-bench-0123456789abcdef', 'x-portkey-provider': 'openai', 'x-portkey-custom-host': vendorUrl };
  const origin = `http://127.0.0.1:${port}`;
  await listening(origin);
  return { ...direct, ...ended(child), url: `${origin}/v1/chat/completions`, headers };
}

function run(args: string[], output: 'pipe' | 'ignore' = 'pipe'): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' };
  return spawn(process.execPath, [...process.execArgv, ...args], { stdio: ['pipe', output, 'inherit'], env });
}

function ended(child: ChildProcess): Pick<Gateway, 'memoryMiB' | 'cpuMs' | 'stop'> {
  child.stdout?.resume();
  return {
    memoryMiB: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / KIB_PER_MIB,
    cpuMs() {
      // After the name, which may hold spaces: user and system time are the 12th and the 13th, in hundredths of a second.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    },
    stop: () => void child.kill(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listening(origin: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await fetch(origin);
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(50);
    }
  }
}
