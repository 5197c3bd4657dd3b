import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import type { FeatureSamples } from './feature-samples.ts';
import { TABLE_FEATURES } from './features.ts';
import type { ProviderUnderTest } from './provider-under-test.ts';

/** How long one feature may take, in milliseconds. */
const FEATURE_TIMEOUT_MS = 30_000;

/** A provider's row of the table provider × feature: each label, and whether its test passed, or why there is none. */
export interface FeatureRow {
  name: string;
  features: Record<string, true | { notShown: string }>;
}

/**
 * Registers one vitest test per feature that a provider may have, over real HTTP on loopback. A feature that it declares as
 * not shown must be refused or warned of.
 *
 * With `SDK_FEATURE_TABLE` set to a folder, leaves the provider's row there as `<name>.json`, a {@link FeatureRow}: only what
 * passed is in it.
 */
export function describeFeatures(subject: ProviderUnderTest, samples: FeatureSamples): void {
  const shown = new Map<string, true | { notShown: string }>();
  describe(`${subject.name}: the features`, () => {
    for (const feature of TABLE_FEATURES) {
      const notShown = feature.notShown(subject, samples);
      if (notShown !== undefined) shown.set(feature.label, { notShown });
      const run = notShown === undefined ? () => feature.run(subject, samples) : feature.runNotShown;
      if (!run) continue;
      const title = notShown === undefined ? feature.label : `${feature.label} is not taken in silence (${notShown})`;
      test(title, { timeout: FEATURE_TIMEOUT_MS }, async () => {
        await run(subject);
        if (notShown === undefined) shown.set(feature.label, true);
      });
    }
    afterAll(() => {
      const folder = process.env['SDK_FEATURE_TABLE'];
      if (!folder) return;
      const labels = TABLE_FEATURES.map(({ label }) => label);
      const inOrder = [...shown].toSorted(([a], [b]) => labels.indexOf(a) - labels.indexOf(b));
      const row: FeatureRow = { name: subject.name, features: Object.fromEntries(inOrder) };
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${row.name}.json`), `${JSON.stringify(row, undefined, 2)}\n`);
    });
  });
}
