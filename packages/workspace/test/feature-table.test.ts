import { expect, it } from 'vitest';
import { featureTable, withFeatureTable, type FeatureRow } from '../src/feature-table/feature-table.ts';

const rows: FeatureRow[] = [
  { name: 'beta', features: { text: true, images: { notShown: 'It reads only.' } } },
  { name: 'alpha', features: { images: true } },
];

it('a cell is filled where a test passed, and nowhere else', () => {
  expect(featureTable(rows)).toBe('|  | text | images |\n|---|:-:|:-:|\n| alpha |   | ✓ |\n| beta | ✓ |   |\n');
});

it('stands between its marks, and replaces what stood there', () => {
  const readme = 'above\n<!-- features: how -->\nold\n<!-- /features -->\nbelow\n';
  const once = withFeatureTable(readme, 'new $1\n');
  expect(once).toBe('above\n<!-- features: how -->\n\nnew $1\n\n<!-- /features -->\nbelow\n');
  expect(withFeatureTable(once, 'new $1\n')).toBe(once);
});

it('says when there is no place for it', () => {
  expect(() => withFeatureTable('nothing', '')).toThrow(/README\.md has no lines/);
});
