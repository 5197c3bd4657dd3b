import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Packs a package just as publishing would.
 *
 * @param packageFolder the folder that holds its package.json
 * @param destination an existing folder for the tarball
 * @returns the tarball's absolute path
 */
export function pack(packageFolder: string, destination: string): string {
  const output = execFileSync('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: packageFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { filename } = JSON.parse(output) as { filename: string };
  return resolve(destination, filename);
}
