import { ConfigurationError } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { joinUrl, parseBaseUrl, withoutLastSegment } from '../src/join-url.ts';

describe('joinUrl', () => {
  it.each([
    ['https://api.example.com/v1', 'chat/completions', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com/v1/', '/chat/completions', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com', 'models', 'https://api.example.com/models'],
    ['https://api.example.com/', 'models', 'https://api.example.com/models'],
    ['https://x.test/a/openai/v1//', 'models', 'https://x.test/a/openai/v1/models'],
    ['https://x.test/v1?key=1', 'models', 'https://x.test/v1/models?key=1'],
    ['https://x.test/v1?key=1#top', 'models?page=2', 'https://x.test/v1/models?key=1&page=2'],
    ['http://[::1]:8080/v1', 'models', 'http://[::1]:8080/v1/models'],
  ])('%s + %s', (base, path, joined) => {
    expect(joinUrl(parseBaseUrl(base, 'baseUrl'), path).href).toBe(joined);
  });
});

describe('withoutLastSegment', () => {
  it.each([
    ['https://box', 'https://box/'],
    ['https://box/v2', 'https://box/'],
    ['https://box/v2/', 'https://box/'],
    ['https://box//v1//', 'https://box/'],
    ['https://box/a/v2', 'https://box/a'],
    ['https://box/a/', 'https://box/a'],
    ['https://box/v3', 'https://box/v3'],
    ['https://box/my-v2', 'https://box/my-v2'],
    ['https://box/v2/api', 'https://box/v2/api'],
    ['https://box/v1/v2', 'https://box/v1'],
    ['https://box/v2?tenant=a', 'https://box/?tenant=a'],
  ])('makes %s %s', (given, url) => {
    expect(withoutLastSegment(new URL(given), ['v1', 'v2']).href).toBe(url);
  });
});

describe('parseBaseUrl', () => {
  it.each([
    ['api.example.com/v1', /not a URL/],
    ['', /not a URL/],
    ['ftp://x.test', /http/],
    ['https://me:s3cret@x.test', /user name or password/],
  ])('refuses %s without repeating it', (url, message) => {
    const refuse = () => parseBaseUrl(url, '`baseUrl` (or X_BASE_URL)');
    expect(refuse).toThrow(ConfigurationError);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(/X_BASE_URL/);
    expect(refuse).not.toThrow(/s3cret/);
  });
});
