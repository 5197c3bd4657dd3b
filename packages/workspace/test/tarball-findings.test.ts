import { expect, it } from 'vitest';
import { type PackedPackage, tarballFindings } from '../src/tarball-findings.ts';

const EXPORTS = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };

/** A package with nothing wrong, except for `changes`. */
function packed(changes: Partial<PackedPackage> = {}): PackedPackage {
  return {
    files: ['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'],
    manifest: { name: '@sdk/example', exports: EXPORTS, dependencies: { '@sdk/core': '^1.0.0' } },
    source: { name: '@sdk/example', exports: EXPORTS, dependencies: { '@sdk/core': 'workspace:^' } },
    ...changes,
  };
}

it('finds nothing in a package of dist, README, LICENSE and package.json', () => {
  expect(tarballFindings(packed())).toEqual([]);
});

it.each(['README.md', 'LICENSE'])('reports that %s is missing', (file) => {
  const files = packed().files.filter((one) => one !== file);
  expect(tarballFindings(packed({ files }))).toEqual([`${file} is missing`]);
});

it.each([
  ['src/index.ts', 'src/index.ts does not belong into the package'],
  ['docs/LICENSE', 'docs/LICENSE does not belong into the package'],
  ['dist/index.test.js', 'dist/index.test.js is a test file'],
  ['dist/fixtures/answer.json', 'dist/fixtures/answer.json is a test file'],
])('reports %s', (file, finding) => {
  expect(tarballFindings(packed({ files: [...packed().files, file] }))).toEqual([finding]);
});

it('lets modules pass whose names only resemble those of tests', () => {
  expect(tarballFindings(packed({ files: [...packed().files, 'dist/testing.js', 'dist/latest.js'] }))).toEqual([]);
});

it.each(['dependencies', 'peerDependencies', 'optionalDependencies'] as const)('reports a workspace range in %s', (section) => {
  const manifest = { ...packed().manifest, [section]: { '@sdk/core': 'workspace:^' } };
  expect(tarballFindings(packed({ manifest }))).toEqual([`${section}: "@sdk/core" still has the range "workspace:^"`]);
});

it('reports a subpath that the repository exports and the packed package does not', () => {
  const source = { ...packed().source, exports: { ...EXPORTS, './responses': './dist/responses.js' } };
  expect(tarballFindings(packed({ source }))).toEqual(['exports: "./responses" is missing from publishConfig.exports']);
});

it('reports the source condition in the packed package, nested or not', () => {
  const exports = { ...EXPORTS, './sub': { node: { '@sdk/source': './src/sub.ts', default: './dist/sub.js' } } };
  const findings = tarballFindings(packed({ manifest: { ...packed().manifest, exports }, source: { name: '@sdk/example', exports } }));
  expect(findings).toEqual(['exports: "./sub" still has the condition @sdk/source']);
});
