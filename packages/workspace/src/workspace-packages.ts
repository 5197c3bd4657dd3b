import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, parseManifest } from './manifest.ts';

/** A package of this repository. */
export interface WorkspacePackage {
  /** Absolute path of its folder. */
  folder: string;
  manifest: Manifest;
}

/** Every package under `packagesFolder`, by name. */
export function readWorkspacePackages(packagesFolder: string): Map<string, WorkspacePackage> {
  const packages = new Map<string, WorkspacePackage>();
  for (const entry of readdirSync(packagesFolder)) {
    const folder = join(packagesFolder, entry);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const manifest = parseManifest(readFileSync(join(folder, 'package.json'), 'utf8'));
    packages.set(manifest.name, { folder, manifest });
  }
  return packages;
}

/**
 * The named packages and all of ours that they need at run time, directly or not.
 *
 * @throws Error when a name is not in `packages`
 */
export function withDependencies(names: string[], packages: Map<string, WorkspacePackage>): WorkspacePackage[] {
  const found = new Set<WorkspacePackage>();
  const visit = (name: string): void => {
    const one = packages.get(name);
    if (!one) throw new Error(`no package of this repository is called ${name}`);
    if (found.has(one)) return;
    found.add(one);
    Object.keys(one.manifest.dependencies ?? {})
      .filter((dependency) => packages.has(dependency))
      .forEach(visit);
  };
  names.forEach(visit);
  return [...found];
}
