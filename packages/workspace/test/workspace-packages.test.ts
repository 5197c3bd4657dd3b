import { expect, it } from 'vitest';
import { withDependencies, type WorkspacePackage } from '../src/workspace-packages.ts';

/** Packages by name, each with the names that it depends on. */
function packagesOf(graph: Record<string, string[]>): Map<string, WorkspacePackage> {
  return new Map(
    Object.entries(graph).map(([name, needs]) => {
      const dependencies = Object.fromEntries(needs.map((need) => [need, 'workspace:^']));
      return [name, { folder: `/packages/${name}`, manifest: { name, dependencies } }];
    }),
  );
}

it('adds what the named packages need, directly or not, once each', () => {
  const packages = packagesOf({ core: [], http: ['core', 'undici'], provider: ['core', 'http'], other: ['core'] });
  const names = withDependencies(['core', 'provider'], packages).map((one) => one.manifest.name);
  expect(names.toSorted()).toEqual(['core', 'http', 'provider']);
});

it('says which name is unknown', () => {
  expect(() => withDependencies(['nope'], packagesOf({ core: [] }))).toThrow('no package of this repository is called nope');
});
