const PROVIDER_ROW = /^\| \[`@sdk\/provider-[^\n]*\n/gm;

/**
 * The root README with a row for one more provider, below the others in the table of packages.
 *
 * @throws Error when there is no such table to be found.
 */
export function withProviderRow(readme: string, row: { name: string; about: string; dependsOn: string[] }): string {
  const last = [...readme.matchAll(PROVIDER_ROW)].at(-1);
  if (!last) throw new Error('README.md: the table of packages has no row of a provider, below which the new one would stand.');
  const end = last.index + last[0].length;
  const line = `| [\`@sdk/provider-${row.name}\`](packages/provider-${row.name}) | ${row.about} | ${row.dependsOn.join(', ')} |\n`;
  return readme.slice(0, end) + line + readme.slice(end);
}
