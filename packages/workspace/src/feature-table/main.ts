/**
 * Holds the table provider × feature in the root README against what the providers' tests have left in `.features`, and exits with 1 when
 * they differ. `--write` puts the table there instead.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkspacePackages } from '../workspace-packages.ts';
import { featureTable, withFeatureTable, type FeatureRow } from './feature-table.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const README = join(ROOT, 'README.md');

/** The rows that the tests of a package have left. */
function rowsIn(folder: string): FeatureRow[] {
  const rows = join(folder, '.features');
  if (!existsSync(rows)) return [];
  return readdirSync(rows).map((file) => JSON.parse(readFileSync(join(rows, file), 'utf8')) as FeatureRow);
}

const packages = [...readWorkspacePackages(join(ROOT, 'packages')).values()];
const providers = packages.filter(({ manifest }) => manifest.name.startsWith('@sdk/provider-'));
const silent = providers.filter(({ folder }) => rowsIn(folder).length === 0);
if (silent.length > 0) {
  const names = silent.map(({ manifest }) => manifest.name).join(', ');
  throw new Error(`No row of features was left by ${names}. Run their tests first; each calls describeFeatures of @sdk/testing/conformance.`);
}
const readme = readFileSync(README, 'utf8');
const due = withFeatureTable(readme, featureTable(providers.flatMap(({ folder }) => rowsIn(folder))));
if (process.argv.includes('--write')) writeFileSync(README, due);
else if (due !== readme) {
  console.error('README.md: the table of features is not what the tests show. `npm run feature-table` writes it.');
  process.exitCode = 1;
}
