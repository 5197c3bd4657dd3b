import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** One file of documentation. */
export interface Document {
  /** Below the root of the repository, e.g. `packages/core/README.md`. */
  path: string;
  text: string;
}

/** A block of TypeScript in a document. */
export interface Snippet {
  /** Where its first line stands, e.g. `README.md:31`. */
  place: string;
  path: string;
  /** 1-based, of the first line of code. */
  line: number;
  /** A whole program, every line where it stands in the document: above the block there are empty lines. */
  program: string;
  /** Whether its fence says `ts run`. */
  runs: boolean;
}

/** Everything that people read here. */
export function readDocuments(): Document[] {
  return ['README.md', 'CONTRIBUTING.md', ...globSync('packages/*/README.md', { cwd: ROOT }).sort()].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}

const FENCE = /^```(\S*) *(.*)\n([^]*?)^```$/gm;

/**
 * The blocks between fences that say `ts` or `typescript`, in order.
 *
 * A block that imports nothing goes on where the one before it ended.
 */
export function findSnippets({ path, text }: Document): Snippet[] {
  const snippets: Snippet[] = [];
  for (const { index, 1: language = '', 2: marks = '', 3: code = '' } of text.matchAll(FENCE)) {
    if (language !== 'ts' && language !== 'typescript') continue;
    const line = lineOf(text, index) + 1;
    const before = /^import /m.test(code) ? '' : (snippets.at(-1)?.program ?? '');
    const gap = '\n'.repeat(line - lineOf(before, before.length));
    snippets.push({ place: `${path}:${line}`, path, line, program: before + gap + code, runs: marks === 'run' });
  }
  return snippets;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The links of a document to files of the repository that do not exist. */
export function brokenLinks({ path, text }: Document): string[] {
  const targets = [...text.matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !existsSync(join(ROOT, path, '..', target)));
}
