import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The most that the page may be: all of its files, gzipped one by one. In bytes. */
const MOST_GZIPPED_BYTES = 200_000;

/** Fails the build of a page that has become too large. */
function limitSize(): Plugin {
  return {
    name: 'limit-size',
    generateBundle(_options, bundle) {
      const sizes = Object.values(bundle).map((file) => gzipSync(file.type === 'chunk' ? file.code : file.source).byteLength);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (bytes > MOST_GZIPPED_BYTES) this.error(`The page has ${bytes} bytes gzipped, and may have ${MOST_GZIPPED_BYTES}.`);
    },
  };
}

/** Builds the page into `dist/page`, after tsup has built the rest. */
export default defineConfig({
  root: 'src/page',
  base: './',
  plugins: [limitSize()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The page's policy lets it load files of its own, and nothing that stands in others.
    assetsInlineLimit: 0,
    // What the authors of the bundled libraries ask for.
    license: { fileName: 'licenses.md' },
  },
});
