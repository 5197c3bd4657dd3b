import { defineConfig } from 'vitest/config';

/** Tests run against the sources of every workspace package, so they need no build. The rest are Vite's own defaults for a server. */
const conditions = ['@sdk/source', 'module', 'node', 'development|production'];

/** The one test configuration: `vitest run --config ../../vitest.config.ts --root .` in a package's folder. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    // Where providers leave their rows of the table provider × feature; see packages/workspace/src/feature-table.
    env: { SDK_FEATURE_TABLE: '.features' },
    watch: false,
    globals: false,
    passWithNoTests: false,
    testTimeout: 10_000,
    hookTimeout: 10_000,
  },
});
