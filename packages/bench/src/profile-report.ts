import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Frame {
  functionName: string;
  url: string;
  lineNumber: number;
}

interface Profile {
  nodes: { id: number; callFrame: Frame }[];
  samples: number[];
  timeDeltas: number[];
}

/** Self time by some key, in microseconds, the most first. */
type Shares = [key: string, us: number][];

const TOP = 25;

/** Prints where the time of each profile in a folder went. */
export function printProfiles(folder: string): void {
  for (const name of readdirSync(folder).sort()) {
    const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile;
    const owners = sharesOf(profile, ownerOf);
    const busy = owners.reduce((sum, [, us]) => sum + us, 0);
    const line = ([key, us]: Shares[number]) => `${((us / busy) * 100).toFixed(1).padStart(6)} %  ${key}`;
    console.log(`\n${name}: ${(busy / 1_000).toFixed(0)} ms of self time`);
    console.log(owners.slice(0, 12).map(line).join('\n'));
    console.log(`  by function\n${sharesOf(profile, nameOf).slice(0, TOP).map(line).join('\n')}`);
  }
}

/** Adds up the self time of all frames, idle ones left out. */
function sharesOf({ nodes, samples, timeDeltas }: Profile, keyOf: (frame: Frame) => string): Shares {
  const keys = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName === '(idle)' ? undefined : keyOf(callFrame)]));
  const total = new Map<string, number>();
  for (const [n, id] of samples.entries()) {
    const key = keys.get(id);
    if (key !== undefined) total.set(key, (total.get(key) ?? 0) + (timeDeltas[n] ?? 0));
  }
  return [...total].sort((a, b) => b[1] - a[1]);
}

/** The package, or the part of the runtime, that a frame belongs to. */
function ownerOf({ url, functionName }: Frame): string {
  if (functionName.startsWith('(')) return functionName;
  if (url.startsWith('node:')) return 'node';
  if (url === '') return `native ${functionName}`;
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  return installed ?? /\/packages\/([^/]+)\//.exec(url)?.[1] ?? url;
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const file = url.replace(/.*\/(?:node_modules|packages)\//, '');
  return `${functionName || '(anonymous)'}  ${file === '' ? '' : `${file}:${lineNumber + 1}`}`;
}
