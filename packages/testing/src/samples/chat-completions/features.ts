import assert from 'node:assert/strict';
import { isJSONObject } from '@sdk/core';
import type { FeatureSamples } from '../../conformance/feature-samples.ts';

/**
 * What a provider that speaks Chat Completions shows by default, for `describeFeatures`; `differences` are the vendor's own.
 *
 * Written from documentation: OpenAI's OpenAPI description (August 2026), read 2026-11-20. Nothing here is recorded traffic.
 */
export function chatCompletionsFeatures(differences: Partial<FeatureSamples> = {}): FeatureSamples {
  return {
    forcedTool: {
      request: (body) => assert.deepEqual(at(body, 'tool_choice'), { type: 'function', function: { name: 'get_weather' } }),
    },
    images: {},
    pdf: {},
    jsonSchema: {
      request: (body) => assert.equal(at(at(body, 'response_format'), 'type'), 'json_schema'),
    },
    reasoningRoundTrip: { notShown: 'The API takes no reasoning back.' },
    citations: {
      whole: completion({
        content: 'It rained.',
        annotations: [{ type: 'url_citation', url_citation: { url: 'https://weather.example/', title: 'Weather', start_index: 0, end_index: 10 } }],
      }),
      result: ({ content }) =>
        assert.deepEqual(content.at(-1), { type: 'source', url: 'https://weather.example/', title: 'Weather', of: 0, start: 0, end: 10 }),
    },
    cacheUsage: {
      whole: completion({ content: 'Hi' }),
      result: ({ usage }) => assert.equal(usage.cachedInputTokens, 1024),
    },
    rateLimits: {
      headers: {
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-limit-tokens': '150000',
        'x-ratelimit-remaining-tokens': '149984',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      rateLimit: {
        requests: { limit: 60, remaining: 59, resetMs: 1_000 },
        tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_000 },
      },
    },
    embeddings: {
      whole: JSON.stringify({
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: [0.25, -0.5, 1] }],
        model: 'text-embedding-3-small',
        usage: { prompt_tokens: 2, total_tokens: 2 },
      }),
      vector: [0.25, -0.5, 1],
    },
    listing: {
      whole: JSON.stringify({ object: 'list', data: [{ id: 'model-a', object: 'model', created: 1_763_600_000, owned_by: 'acme' }, { id: 'model-b', object: 'model' }] }),
      ids: ['model-a', 'model-b'],
    },
    ...differences,
  };
}

/** A whole answer of 1,200 tokens in, 1,024 of them from a cache. */
function completion(message: object): string {
  return JSON.stringify({
    id: 'chatcmpl-9xyz',
    object: 'chat.completion',
    created: 1_763_600_000,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, message: { role: 'assistant', refusal: null, ...message }, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1200, completion_tokens: 3, total_tokens: 1203, prompt_tokens_details: { cached_tokens: 1024 } },
  });
}

function at(value: unknown, key: string): unknown {
  return isJSONObject(value) ? value[key] : undefined;
}
