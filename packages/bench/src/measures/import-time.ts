import { registerHooks } from 'node:module';
import { PACKAGES } from '../contenders/names.ts';
import type { Run } from './measure.ts';

/** Time to import what a user imports. Nothing of it may have been loaded before. */
export const importTime: Run = async ({ name }) => {
  const start = performance.now();
  for (const specifier of PACKAGES[name]) await import(specifier);
  return { ms: performance.now() - start };
};

/** What the import loads: how many files, and whether undici or zod are among them. */
export const importedFiles: Run = async ({ name }) => {
  const files = new Set<string>();
  registerHooks({
    load(url, context, nextLoad) {
      if (url.startsWith('file:')) files.add(url);
      return nextLoad(url, context);
    },
  });
  for (const specifier of PACKAGES[name]) await import(specifier);
  const count = (part: string) => [...files].filter((file) => file.includes(`/node_modules/${part}/`)).length;
  const [undici, zod] = [count('undici'), count('zod')];
  return { files: files.size, undici, zod, banned: undici + zod };
};
