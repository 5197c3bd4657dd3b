/** A provider's row, as the conformance suite leaves it in `.features/<name>.json`. */
export interface FeatureRow {
  name: string;
  /** By the label of the column, in their order: `true` where its test passed. */
  features: Record<string, true | { notShown: string }>;
}

const MARKED = /(<!-- features: [^\n]* -->\n)[^]*?(<!-- \/features -->)/;

/** The table provider × feature in Markdown. A cell is filled only by a test that passed. */
export function featureTable(rows: readonly FeatureRow[]): string {
  const labels = [...new Set(rows.flatMap(({ features }) => Object.keys(features)))];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const sorted = rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    line(['', ...labels]),
    `|---|${labels.map(() => ':-:|').join('')}`,
    ...sorted.map(({ name, features }) => line([name, ...labels.map((label) => (features[label] === true ? '✓' : ' '))])),
    '',
  ].join('\n');
}

/** The README with this table between its marks. @throws Error when it has no marks. */
export function withFeatureTable(readme: string, table: string): string {
  if (!MARKED.test(readme)) throw new Error('README.md has no lines `<!-- features: … -->` and `<!-- /features -->` for the table to stand between.');
  return readme.replace(MARKED, (_, open: string, close: string) => `${open}\n${table}\n${close}`);
}
