import { expect, it } from 'vitest';
import { normalizeBaseUrl } from '../src/base-url.ts';

it.each([
  ['https://api.cohere.com', 'https://api.cohere.com/'],
  ['https://api.cohere.com/v2', 'https://api.cohere.com/'],
  ['https://api.cohere.com/v2/', 'https://api.cohere.com/'],
  ['https://api.cohere.com/v1//', 'https://api.cohere.com/'],
  ['https://box/cohere/v2', 'https://box/cohere'],
  ['https://box/cohere/', 'https://box/cohere'],
  ['https://box/v3', 'https://box/v3'],
  ['https://box/my-v2', 'https://box/my-v2'],
  ['https://box/v2/api', 'https://box/v2/api'],
  ['https://box/v2?tenant=a', 'https://box/?tenant=a'],
  ['no url', 'no url'],
  ['', ''],
])('the base URL %j is %j', (given, url) => {
  expect(normalizeBaseUrl(given)).toBe(url);
});
