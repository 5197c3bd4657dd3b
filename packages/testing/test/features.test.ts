import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnsupportedFeatureError } from '@sdk/core';
import { describeFeatures, TABLE_FEATURES, type FeatureSamples, type ProviderUnderTest } from '@sdk/testing/conformance';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { onMessages, spoiled } from './reference/broken.ts';
import { referenceSubject } from './reference/sample.ts';

const absent = { notShown: 'The reference wire has no such thing.' };
const samples: FeatureSamples = {
  forcedTool: { request: (body) => expect(body).toMatchObject({ must: { toolName: 'get_weather' } }) },
  images: {},
  pdf: { request: (body) => expect(JSON.stringify(body)).toContain('application/pdf') },
  jsonSchema: absent,
  reasoningRoundTrip: { request: (body) => expect(JSON.stringify(body)).toContain('sealed-77') },
  citations: absent,
  cacheUsage: absent,
  rateLimits: absent,
  embeddings: absent,
  listing: absent,
};

/** The reference provider, which refuses JSON as its samples say. */
const subject: ProviderUnderTest = {
  ...referenceSubject(),
  name: 'reference-features',
  create: (options) => referenceSubject().create({ ...options, capabilities: { json: false, ...options.capabilities } }),
};

const folder = mkdtempSync(join(tmpdir(), 'features-'));
beforeAll(() => void vi.stubEnv('SDK_FEATURE_TABLE', folder));
describeFeatures(subject, samples);

afterAll(() => {
  const row = JSON.parse(readFileSync(join(folder, 'reference-features.json'), 'utf8')) as object;
  rmSync(folder, { recursive: true });
  expect(row).toEqual({
    name: 'reference-features',
    features: {
      ...Object.fromEntries(TABLE_FEATURES.map(({ label }) => [label, true])),
      ...Object.fromEntries(['JSON schema', 'citations', 'cache usage', 'rate limits', 'embeddings', 'listing'].map((label) => [label, absent])),
    },
  });
});

const refusing = spoiled({
  model: () => ({
    generate: () => Promise.reject(new UnsupportedFeatureError('No.')),
  }),
});
const featureOf = (label: string) => TABLE_FEATURES.find((feature) => feature.label === label)!;

describe('a feature is not shown by a provider that', () => {
  it.each<[label: string, wrong: string, subject: ProviderUnderTest, more: Partial<FeatureSamples>, says: RegExp]>([
    ['text', 'spoils the text', spoiled({ result: (result) => ({ ...result, text: 'Nothing' }) }), {}, /text/],
    ['stream', 'loses a delta', spoiled({ part: (part) => (part.type === 'part' ? [] : [part]) }), {}, /stream: text/],
    ['tools', 'loses the call', spoiled({ result: (result) => ({ ...result, toolCalls: [] }) }), {}, /tool calls/],
    ['parallel tools', 'keeps one call of two', spoiled({ result: (result) => ({ ...result, toolCalls: result.toolCalls.slice(0, 1) }) }), {}, /tool calls/],
    ['forced tool', 'does not force it', spoiled({ options: ({ toolChoice: _, ...options }) => options }), {}, /toolName|must/],
    ['images', 'drops files', spoiled(onMessages(() => [{ role: 'user', content: 'What is it?' }])), {}, /missing from the request/],
    ['images', 'warns of them', spoiled({ result: (result) => ({ ...result, warnings: [{ kind: 'other', message: 'Hm.' }] }) }), {}, /must not be warned of/],
    ['PDF', 'refuses them', refusing, {}, /No\./],
    ['JSON schema', 'drops the schema', spoiled({}), { jsonSchema: {} }, /zanzibar_population is missing/],
    ['reasoning', 'shows none', spoiled({ result: ({ reasoning: _, ...result }) => result }), {}, /reasoning/],
    ['round trip', 'drops the seal', spoiled(onMessages((message) => (message.role === 'assistant' ? [] : [message]))), {}, /sealed-77/],
    ['citations', 'reads none', spoiled({}), { citations: { whole: '{"text":"a","end":"stop"}' } }, /no citations/],
    ['cache usage', 'counts none', spoiled({}), { cacheUsage: {} }, /no cache usage/],
    ['rate limits', 'reads no headers', spoiled({}), { rateLimits: { headers: { 'x-limit': '1' }, rateLimit: { requests: { limit: 1 } } } }, /rate limits/],
    ['usage', 'counts nothing', spoiled({ result: (result) => ({ ...result, usage: {} }) }), {}, /does not count/],
    ['embeddings', 'has no embedding models', spoiled({}), { embeddings: { whole: '{}', vector: [1] } }, /no embedding models/],
    ['listing', 'lists nothing', spoiled({}), { listing: { whole: '{}', ids: ['a'] } }, /lists no models/],
    ['abort', 'reports an abort as something else', spoiled({ error: () => new UnsupportedFeatureError('No.') }), {}, /expected abort/],
  ])('%s: %s', async (label, _wrong, broken, more, says) => {
    const failure: unknown = await featureOf(label).run(broken, { ...samples, ...more }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(says);
  });
});

describe('what is declared as not shown is noticed when the provider', () => {
  it.each([['forced tool'], ['images'], ['PDF'], ['JSON schema']])('takes it in silence: %s', async (label) => {
    await expect(featureOf(label).runNotShown?.(referenceSubject())).rejects.toThrow(/No warning names/);
  });

  it('fails in another way', async () => {
    const broken = spoiled({ model: () => ({ generate: () => Promise.reject(new TypeError('Oops.')) }) });
    await expect(featureOf('images').runNotShown?.(broken)).rejects.toThrow(/SdkError/);
  });

  it('has it after all', async () => {
    const broken: ProviderUnderTest = {
      ...referenceSubject(),
      create: (options) => Object.assign(referenceSubject().create(options), { embeddingModel: () => undefined, listModels: () => undefined }),
    };
    for (const label of ['embeddings', 'listing']) await expect(featureOf(label).runNotShown?.(broken)).rejects.toThrow(/The provider (has|lists)/);
  });
});
