import type { Manifest } from './manifest.ts';

/** A package as packed, and the manifest that it was packed from. */
export interface PackedPackage {
  /** Paths inside the package, e.g. `dist/index.js`. */
  files: string[];
  manifest: Manifest;
  /** The package.json of the repository, before pnpm applied `publishConfig` and replaced the ranges. */
  source: Manifest;
}

const REQUIRED_FILES = ['package.json', 'README.md', 'LICENSE'];
const TEST_FILE = /\.(test|spec)\.|(^|\/)(test|tests|fixtures)\//;
const LOCAL_RANGE = /^(workspace|catalog|link|file):/;
const SOURCE_CONDITION = '@sdk/source';

/** What must not ship, or is missing, in a packed package: one sentence each, none when all is well. */
export function tarballFindings({ files, manifest, source }: PackedPackage): string[] {
  return [...fileFindings(files), ...rangeFindings(manifest), ...exportFindings(manifest, source)];
}

function fileFindings(files: string[]): string[] {
  const missing = REQUIRED_FILES.filter((file) => !files.includes(file)).map((file) => `${file} is missing`);
  const extra = files.flatMap((file) => {
    if (REQUIRED_FILES.includes(file)) return [];
    if (!file.startsWith('dist/')) return [`${file} does not belong into the package`];
    return TEST_FILE.test(file) ? [`${file} is a test file`] : [];
  });
  return [...missing, ...extra];
}

function rangeFindings(manifest: Manifest): string[] {
  const sections = ['dependencies', 'peerDependencies', 'optionalDependencies'] as const;
  return sections.flatMap((section) =>
    Object.entries(manifest[section] ?? {})
      .filter(([, range]) => LOCAL_RANGE.test(range))
      .map(([name, range]) => `${section}: "${name}" still has the range "${range}"`),
  );
}

function exportFindings(manifest: Manifest, source: Manifest): string[] {
  const packed = manifest.exports ?? {};
  const unpublished = Object.keys(source.exports ?? {}).filter((subpath) => !(subpath in packed));
  const leaking = Object.keys(packed).filter((subpath) => JSON.stringify(packed[subpath]).includes(SOURCE_CONDITION));
  return [
    ...unpublished.map((subpath) => `exports: "${subpath}" is missing from publishConfig.exports`),
    ...leaking.map((subpath) => `exports: "${subpath}" still has the condition ${SOURCE_CONDITION}`),
  ];
}
