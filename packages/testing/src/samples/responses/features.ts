import assert from 'node:assert/strict';
import { isJSONObject } from '@sdk/core';
import type { FeatureSamples } from '../../conformance/feature-samples.ts';
import { message, reasoning, wholeResponse } from './events.ts';

/** What a provider that speaks the Responses API shows by default, for `describeFeatures`; `differences` are the vendor's own. */
export function responsesFeatures(differences: Partial<FeatureSamples> = {}): FeatureSamples {
  return {
    forcedTool: { request: (body) => assert.deepEqual(at(body, 'tool_choice'), { type: 'function', name: 'get_weather' }) },
    images: {},
    pdf: {},
    jsonSchema: { request: (body) => assert.equal(at(at(at(body, 'text'), 'format'), 'type'), 'json_schema') },
    reasoningRoundTrip: {
      request(body) {
        const items = (body as { input: { type?: string }[] }).input;
        assert.deepEqual(items.filter(({ type }) => type === 'reasoning'), [reasoning('Let me see…')]);
      },
    },
    citations: {
      whole: wholeResponse([cited]),
      result: ({ content }) =>
        assert.deepEqual(content.at(-1), { type: 'source', url: 'https://weather.example/', title: 'Weather', of: 0, start: 0, end: 10 }),
    },
    cacheUsage: { result: ({ usage }) => assert.equal(usage.cachedInputTokens, 10) },
    rateLimits: {
      headers: { 'x-ratelimit-limit-tokens': '150000', 'x-ratelimit-remaining-tokens': '149984', 'x-ratelimit-reset-tokens': '6m0s' },
      rateLimit: { tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 } },
    },
    embeddings: { notShown: 'Embeddings are an API of their own.' },
    listing: { notShown: 'The list of models is an API of its own.' },
    ...differences,
  };
}

const citation = { type: 'url_citation', url: 'https://weather.example/', title: 'Weather', start_index: 0, end_index: 10 };
const cited = message('', { content: [{ type: 'output_text', text: 'It rained.', annotations: [citation] }] });

function at(value: unknown, key: string): unknown {
  return isJSONObject(value) ? value[key] : undefined;
}
