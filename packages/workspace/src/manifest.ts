/** The fields of a package.json that the checks read. */
export interface Manifest {
  name: string;
  version?: string;
  /** Subpath to file or conditions, e.g. `{ ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } }`. */
  exports?: Record<string, unknown>;
  /** Package name to range. In the repository a range of ours is `workspace:^`; the packed package must not show one. */
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** The manifest that `text` holds. It is our own file, so its shape is taken on trust. */
export function parseManifest(text: string): Manifest {
  return JSON.parse(text) as Manifest;
}
