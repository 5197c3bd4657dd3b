import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Who may import whom in `src`: the tag of a package, and the tags it may depend on. */
const layers = {
  'type:core': [],
  'type:http': ['type:core'],
  'type:wire': ['type:core', 'type:http'],
  'type:provider': ['type:core', 'type:http', 'type:wire'],
  'type:wrapper': ['type:core'],
  'type:host': ['type:core', 'type:wire', 'type:wrapper', 'type:host', 'type:face'],
  'type:face': ['type:core', 'type:http', 'type:wire', 'type:wrapper', 'type:host', 'type:face'],
  'type:testing': ['type:core'],
};
const publicTags = Object.keys(layers);

/** Packages from npm that a layer must not import: core needs nothing, only http sends bytes, and zod stays off the path of a response. */
const banned = {
  'type:core': ['*'],
  'type:http': ['zod', 'zod/*'],
  'type:wire': ['undici', 'zod', 'zod/*'],
  'type:provider': ['undici', 'zod', 'zod/*'],
  'type:wrapper': ['undici', 'zod', 'zod/*'],
};

const boundaries = (depConstraints, options) => [
  'error',
  {
    depConstraints: [...depConstraints, { sourceTag: 'type:private', onlyDependOnLibsWithTags: publicTags }],
    // Lazy loading is a matter of start-up time here: importing a type of what another file loads lazily is fine.
    checkDynamicDependenciesExceptions: ['.*'],
    ...options,
  },
];

/** The layers as constraints, with `more` tags allowed to each. */
const constraints = (more, bans = {}) =>
  Object.entries(layers).map(([sourceTag, tags]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: [...tags, ...more],
    ...(bans[sourceTag] && { bannedExternalImports: bans[sourceTag] }),
  }));

const environmentAtImport = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]:not(:function *)',
  message: 'Read the environment when a model or provider is made, not when the module is imported.',
};

export default defineConfig(
  { ignores: ['**/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An interface may ask for a promise where an implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Codecs, hooks and transports are plain functions in an object; taking one out is how they are used.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/src/**/*.{ts,tsx}'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(constraints([], banned)),
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // A provider's face of an existing system may build on wrappers and hosts; its main entry may not.
    files: ['packages/provider-*/src/face/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries([
        { sourceTag: 'type:provider', onlyDependOnLibsWithTags: layers['type:face'], bannedExternalImports: banned['type:provider'] },
      ]),
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
      'no-restricted-syntax': ['error', environmentAtImport],
    },
  },
  {
    files: ['packages/*/src/**/index.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > :not(ExportAllDeclaration, ExportNamedDeclaration[source])',
          message: 'An index.ts holds `export … from` lines and nothing else.',
        },
      ],
    },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(constraints(['type:testing', 'type:provider']), { allowCircularSelfDependency: true }),
      // Tests look into parsed JSON all day.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/package.json'],
    languageOptions: { parser: jsonc },
    rules: {
      // A private package has no build; its type check sees the same files.
      // What a page (`src/page`) is made of is bundled into it, so that its users install none of it.
      '@nx/dependency-checks': [
        'error',
        { buildTargets: ['build', 'typecheck'], ignoredFiles: ['{projectRoot}/test/**/*', '{projectRoot}/src/page/**/*', '{projectRoot}/vite.config.ts'] },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'JSONProperty[key.value=/ependencies$/] > JSONObjectExpression > ' +
            'JSONProperty[key.value=/^@sdk\\//][value.value!="workspace:^"]',
          message: 'A package of this repository is depended on as "workspace:^".',
        },
      ],
    },
  },
);
