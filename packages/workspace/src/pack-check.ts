/**
 * Checks the package of the current folder as it would ship: `node ../../packages/workspace/src/pack-check.ts`.
 * It packs the built package, looks into the tarball, asks publint and attw about it, and exits with 1 when one of them finds something.
 */
import { checkPackage, createPackageFromTarballData, type Package, type Problem } from '@arethetypeswrong/core';
import { problemKindInfo } from '@arethetypeswrong/core/problems';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { parseManifest } from './manifest.ts';
import { pack } from './pack.ts';
import { tarballFindings } from './tarball-findings.ts';

/** attw's profile `esm-only`: how Node's CommonJS and pre-`exports` TypeScript resolve is not our concern. */
const IGNORED_RESOLUTIONS = ['node10', 'node16-cjs'];

async function attwFindings(packed: Package): Promise<string[]> {
  const analysis = await checkPackage(packed);
  if (!analysis.types) return ['the package has no types'];
  return analysis.problems
    .filter((problem) => !('resolutionKind' in problem && IGNORED_RESOLUTIONS.includes(problem.resolutionKind)))
    .map((problem) => `${whereIn(problem)}: ${problemKindInfo[problem.kind].title}`);
}

function whereIn(problem: Problem): string {
  if ('entrypoint' in problem) return `"${problem.entrypoint}" (${problem.resolutionKind})`;
  return 'fileName' in problem ? problem.fileName : problem.typesFileName;
}

async function publintFindings(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true, level: 'warning' });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

const folder = mkdtempSync(join(tmpdir(), 'sdk-pack-check-'));
try {
  const tarball = new Uint8Array(readFileSync(pack(process.cwd(), folder)));
  const packed = createPackageFromTarballData(tarball);
  const root = `/node_modules/${packed.packageName}/`;
  const files = packed.listFiles().map((file) => file.slice(root.length));
  const source = parseManifest(readFileSync('package.json', 'utf8'));
  const manifest = parseManifest(packed.readFile(`${root}package.json`));

  const findings = [
    ...tarballFindings({ files, manifest, source }).map((finding) => `tarball: ${finding}`),
    ...(await publintFindings(tarball)).map((finding) => `publint: ${finding}`),
    ...(await attwFindings(packed)).map((finding) => `attw: ${finding}`),
  ];
  const size = `${files.length} files, ${(tarball.byteLength / 1000).toFixed(1)} kB packed`;
  const summary = `${packed.packageName}@${packed.packageVersion}: ${size}`;
  if (findings.length === 0) {
    console.log(`${summary}, nothing found`);
  } else {
    console.error([`${summary}, ${findings.length} found`, ...findings.map((finding) => `  ${finding}`)].join('\n'));
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
