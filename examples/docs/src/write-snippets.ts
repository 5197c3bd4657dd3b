import { existsSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, type Snippet } from './documents.ts';

const FOLDER = fileURLToPath(new URL('../dist/', import.meta.url));

/** Where a snippet is written to, e.g. `dist/packages/core/README.md-13.ts`. */
export function fileOf({ path, line }: Snippet): string {
  return join(FOLDER, `${path}-${line}.ts`);
}

/**
 * Writes each snippet to a file of its own.
 *
 * A snippet can import every package of this repository, and what the package can whose document it stands in.
 */
export function writeSnippets(snippets: Snippet[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const path of globSync('packages/*/package.json', { cwd: ROOT })) {
    const { name } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { name: string };
    link(join('node_modules', name), dirname(path));
  }
  for (const folder of new Set(snippets.map(({ path }) => dirname(path)))) {
    const installed = join(folder, 'node_modules');
    if (folder !== '.' && existsSync(join(ROOT, installed))) link(installed, installed);
  }
  for (const snippet of snippets) {
    mkdirSync(dirname(fileOf(snippet)), { recursive: true });
    writeFileSync(fileOf(snippet), snippet.program);
  }
}

function link(from: string, to: string): void {
  mkdirSync(dirname(join(FOLDER, from)), { recursive: true });
  symlinkSync(join(ROOT, to), join(FOLDER, from), 'junction');
}
