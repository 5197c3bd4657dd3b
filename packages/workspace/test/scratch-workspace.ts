import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseManifest } from '../src/manifest.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What a generated provider builds upon, and the generator itself. */
const PACKAGES = ['core', 'http', 'openai-wire', 'testing', 'workspace'];
const SETTINGS = [
  'package.json',
  'pnpm-workspace.yaml',
  'nx.json',
  'tsconfig.base.json',
  'tsup.config.ts',
  'vitest.config.ts',
  'eslint.config.js',
  'README.md',
  '.changeset/config.json',
];
/** What no other package needs of one, and what the tools that run meanwhile write and remove: `dist`, `node_modules/.vite`. */
const LEFT_OUT = /^(?:dist|test|\..*)$/;
/** What the nx and the vitest that run this tell their children, who must know nothing of it. */
const OF_THE_CALLER = /^(?:NX|VITEST|npm|pnpm)_|^(?:NX|VITEST|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|SDK_RECORDINGS)$/i;

/** How a command ended. */
export interface Finished {
  code: number;
  /** Both streams, for a message. */
  output: string;
}

/** A copy of what a provider needs of this repository, in a temporary folder. Disposing of it leaves nothing behind. */
export interface ScratchWorkspace extends Disposable {
  folder: string;
  /** Runs a tool of the root, e.g. `nx`, in a folder of the copy. */
  run(tool: string, args: string[], folder?: string): Promise<Finished>;
  /** Links what the package in this folder depends on, as pnpm would. */
  install(folder: string): void;
}

/** Copies sources and settings, and links what is installed: nothing is downloaded. */
export function createScratchWorkspace(): ScratchWorkspace {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sdk-generated-'));
  for (const path of SETTINGS) cpSync(join(ROOT, path), join(folder, path));
  for (const name of PACKAGES) {
    // pnpm's links are relative, so that those between packages lead to the copies.
    cpSync(join(ROOT, 'packages', name), join(folder, 'packages', name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !LEFT_OUT.test(basename(path)),
    });
  }
  linkEach(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

  return {
    folder,
    run: (tool, args, below = '.') => run(binOf(tool), args, join(folder, below)),
    install(below) {
      const { dependencies, devDependencies } = parseManifest(readFileSync(join(folder, below, 'package.json'), 'utf8'));
      for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
        const isOurs = name.startsWith('@sdk/');
        const target = isOurs ? join(folder, 'packages', name.slice('@sdk/'.length)) : realpathSync(join(ROOT, 'node_modules', name));
        link(target, join(folder, below, 'node_modules', name));
      }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Caches and other hidden folders stay behind: the copy has its own. */
function linkEach(from: string, to: string): void {
  for (const entry of readdirSync(from)) {
    if (entry === '.pnpm' || entry === '.bin' || !entry.startsWith('.')) link(join(from, entry), join(to, entry));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}

/** The file that a command of the root's dependencies runs. */
function binOf(tool: string): string {
  const folder = join(ROOT, 'node_modules', tool);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: string | Record<string, string> };
  return join(folder, typeof bin === 'string' ? bin : bin[tool]!);
}

function run(script: string, args: string[], cwd: string): Promise<Finished> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_CALLER.test(name)));
  const options = { cwd, env: { ...env, CI: 'true', NO_COLOR: '1' }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((done) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}
