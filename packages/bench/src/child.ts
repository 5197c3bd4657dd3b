/** One measure of one contender, in a process of its own: `node child.ts '{"measure": …}'` prints its figures as JSON. */
import { loadContender, loadNative, type ContenderName } from './contenders/names.ts';
import { measures } from './measures/all.ts';
import { startProfile } from './profile.ts';

/** What a process is told to do. */
export interface Task {
  measure: string;
  contender: ContenderName;
  /** Of the mock server. */
  url: string;
  scale: number;
  /** Where a CPU profile is written; `undefined`: none is made. */
  profile?: string;
}

const { measure, contender, url, scale, profile } = JSON.parse(process.argv[2] ?? '{}') as Task;
const known = measures.find(({ name }) => name === measure);
if (!known) throw new Error(`no measure is called ${measure}`);

let stopProfile: (() => Promise<void>) | undefined;

/** What is imported is not in the profile. */
async function profiled<T>(loading: Promise<T>): Promise<T> {
  const loaded = await loading;
  if (profile) stopProfile = await startProfile(profile);
  return loaded;
}

const figures = await known.run({
  name: contender,
  load: () => profiled(loadContender(contender)),
  loadNative(wire) {
    if (contender !== 'hand' && contender !== 'sdk') throw new Error(`${contender} does not speak ${wire}`);
    return profiled(loadNative(wire, contender));
  },
  url: (scenario) => `${url}/${scenario}/v1`,
  scale,
});
await stopProfile?.();
console.log(JSON.stringify(figures));
// Streams of the memory measure are still open, and keep-alive sockets of some clients hold the process.
process.exit();
