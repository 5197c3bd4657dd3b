/**
 * Checks what a user gets who installs the named packages: `node src/install-size.ts @sdk/core @sdk/provider-openai`.
 * It installs their tarballs with npm into an empty folder, holds number and size of what came along against the limits,
 * and imports the last one in a fresh process to see what that loads. Exits with 1 when a limit is broken.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './pack.ts';
import { readWorkspacePackages, withDependencies } from './workspace-packages.ts';

const MAX_PACKAGES = 6;
const MAX_BYTES = 5_000_000;
/** Costly to load; the first request may load undici, nothing on the way to a model may load zod. */
const NOT_AT_IMPORT = ['undici', 'zod'];

const LOADED_URLS = `
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
  await import(process.argv[1]);
  console.log(JSON.stringify(urls));
`;

/** Installs the packages' tarballs; npm finds all of ours at the top and asks the registry only for the others. */
function install(names: string[], folder: string): void {
  const packages = withDependencies(names, readWorkspacePackages(join(import.meta.dirname, '../..')));
  const dependencies = Object.fromEntries(packages.map((one) => [one.manifest.name, `file:${pack(one.folder, folder)}`]));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Bytes per installed package, by its path under node_modules. */
function installedSizes(folder: string): Map<string, number> {
  const lock = readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
  return new Map(Object.keys(packages).map((path) => [path.slice('node_modules/'.length), sizeOf(join(folder, path))]));
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.slice(folder.length).includes('node_modules'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function loadedUrls(name: string, folder: string): string[] {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', LOADED_URLS, name], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(output) as string[];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}

const names = process.argv.slice(2);
const imported = names.at(-1);
if (!imported) throw new Error('name the packages to install');
const folder = mkdtempSync(join(tmpdir(), 'sdk-install-check-'));
try {
  install(names, folder);
  const sizes = installedSizes(folder);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const urls = loadedUrls(imported, folder);
  const heavy = NOT_AT_IMPORT.filter((name) => urls.some((url) => url.includes(`/node_modules/${name}/`)));

  console.log(`${names.join(' and ')}: ${sizes.size} packages of at most ${MAX_PACKAGES}, ${megabytes(total)} of ${megabytes(MAX_BYTES)}`);
  for (const [name, size] of sizes) console.log(`  ${megabytes(size).padStart(8)}  ${name}`);
  console.log(`importing ${imported} loads ${urls.length} files; of ${NOT_AT_IMPORT.join(', ')}: ${heavy.join(', ') || 'none'}`);
  if (sizes.size > MAX_PACKAGES || total > MAX_BYTES || heavy.length > 0) {
    console.error('install-check failed: over a limit above');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
