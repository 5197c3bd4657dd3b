/** `npm run bench`: measures, prints the table, writes results/<time>.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseOptions, USAGE, type Options } from './options.ts';
import { startServerProcess } from './processes.ts';
import { printProfiles } from './profile-report.ts';
import { runRounds, type Rounds } from './rounds.ts';
import { summarize, type Summary } from './summary.ts';
import { formatTable } from './table.ts';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

async function main(options: Options): Promise<void> {
  const profileFolder = options.profile ? `${RESULTS}profiles-${Date.now()}` : undefined;
  mkdirSync(profileFolder ?? RESULTS, { recursive: true });
  const server = await startServerProcess();
  const summaries: Summary[] = [];
  const raw: Record<string, Rounds> = {};
  try {
    for (const measure of options.measures) {
      process.stderr.write(`${measure.title} …\n`);
      const rounds = measure.rounds === 1 ? 1 : (options.rounds ?? measure.rounds);
      const result = await runRounds(measure, {
        url: server.url,
        rounds,
        scale: options.scale,
        contenders: options.contenders,
        ...(profileFolder ? { profileFolder } : {}),
      });
      raw[measure.name] = result;
      summaries.push(summarize(measure, result));
    }
  } finally {
    server.stop();
  }
  console.log(`\nNode ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}\n`);
  console.log(formatTable(summaries));
  const file = `${RESULTS}${new Date().toISOString().replaceAll(':', '-')}.json`;
  writeFileSync(file, JSON.stringify({ node: process.versions.node, summaries, raw }, null, 1));
  console.log(`\n${file}`);
  if (profileFolder) printProfiles(profileFolder);
}

let options: Options | undefined;
try {
  options = parseOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
if (options) await main(options);
