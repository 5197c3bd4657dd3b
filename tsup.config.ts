import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
}

/** What to build stands in the package's `exports`: each `@sdk/source` file, `.` as `index`, `./sub` as `sub`. */
function entries({ exports }: Manifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(exports).flatMap(([subpath, target]) => {
      const source = typeof target === 'string' ? undefined : target['@sdk/source'];
      return source ? [[subpath === '.' ? 'index' : subpath.slice('./'.length), source]] : [];
    }),
  );
}

/** The one build configuration: `tsup --config ../../tsup.config.ts` in a package's folder. A command (`bin`) is a subpath too. */
export default defineConfig({
  entry: entries(JSON.parse(readFileSync('package.json', 'utf8')) as Manifest),
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: true,
  clean: true,
  sourcemap: false,
  minify: false,
  // tsup would write `sqlite` for `node:sqlite`, which does not exist without the prefix.
  removeNodeProtocol: false,
  // Nothing from another package is ever copied into ours, whichever dependency section it stands in.
  skipNodeModulesBundle: true,
});
