import { generateFiles, installPackagesTask, logger, readJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { providerNames, type ProviderNames, type ProviderOptions } from './provider-names.ts';
import { withProviderRow } from './readme-table.ts';

const KINDS = {
  'openai-compatible': { about: 'over Chat Completions', dependsOn: ['core', 'http', 'openai-wire'], path: '/v1/chat/completions' },
  'own-wire': { about: 'over its own API', dependsOn: ['core', 'http'], path: '/v1/chat' },
} as const;

/**
 * `nx g @sdk/workspace:provider NAME`: makes `packages/provider-NAME`, a changeset, and a row in the root README.
 *
 * Nothing is written before all of it is known to be right: nx applies the tree only when this function has returned.
 *
 * @returns what nx does after it has written the files: installs, and says how to go on.
 * @throws Error when an option will not do, or the package exists.
 */
export function providerGenerator(tree: Tree, options: ProviderOptions): GeneratorCallback {
  const names = providerNames(options);
  const { about, dependsOn, path } = kindOf(options.kind);
  const folder = `packages/provider-${names.name}`;
  if (tree.exists(folder)) throw new Error(`name: ${folder} exists already.`);

  // The same vitest for all packages: another version beside it would have another registry of tests.
  const { devDependencies } = readJson<{ devDependencies: Record<string, string> }>(tree, 'package.json');
  const substitutions = { ...names, about, path, vitest: devDependencies['vitest'] ?? '*' };
  for (const template of ['common', options.kind]) {
    generateFiles(tree, join(import.meta.dirname, 'files', template), folder, substitutions);
  }
  tree.write(`.changeset/provider-${names.name}.md`, changeset(names, about));
  const readme = tree.read('README.md', 'utf8') ?? '';
  tree.write('README.md', withProviderRow(readme, { name: names.name, about: `${names.displayName}, ${about}`, dependsOn: [...dependsOn] }));

  return () => {
    if (!options.skipInstall) installPackagesTask(tree, true);
    logger.info(`\n${folder} is made. What is left to write fails by name:\n\n  pnpm nx test @sdk/provider-${names.name}\n`);
  };
}

function kindOf(kind: string): (typeof KINDS)[keyof typeof KINDS] {
  if (Object.hasOwn(KINDS, kind)) return KINDS[kind as keyof typeof KINDS];
  throw new Error(`kind: "${kind}" is none. It is one of: ${Object.keys(KINDS).join(', ')}.`);
}

function changeset({ name, displayName }: ProviderNames, about: string): string {
  return `---\n'@sdk/provider-${name}': minor\n---\n\nFirst release: ${displayName}'s models, ${about}.\n`;
}
