import { describe, expect, it } from 'vitest';
import { normalizeBaseUrl } from '../src/base-url.ts';

describe('normalizeBaseUrl', () => {
  it.each([
    // As OLLAMA_HOST is written: without a scheme, the port is Ollama's.
    ['localhost', 'http://localhost:11434/'],
    ['localhost:8080', 'http://localhost:8080/'],
    ['localhost:80', 'http://localhost/'],
    ['box.local', 'http://box.local:11434/'],
    ['127.0.0.1:11434', 'http://127.0.0.1:11434/'],
    [':8080', 'http://127.0.0.1:8080/'],
    ['::1', 'http://[::1]:11434/'],
    ['[::1]', 'http://[::1]:11434/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    [' "localhost" ', 'http://localhost:11434/'],
    ['box/ollama', 'http://box:11434/ollama'],
    // An address to listen on everywhere is none to call.
    ['0.0.0.0', 'http://127.0.0.1:11434/'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080/'],
    ['http://0.0.0.0:11434', 'http://127.0.0.1:11434/'],
    ['[::]:11434', 'http://[::1]:11434/'],
    ['::', 'http://[::1]:11434/'],
    // With a scheme, the port is the scheme's.
    ['http://box', 'http://box/'],
    ['https://ollama.com', 'https://ollama.com/'],
    ['HTTPS://ollama.com/', 'https://ollama.com/'],
  ])('%s is %s', (given, url) => {
    expect(normalizeBaseUrl(given)).toBe(url);
  });

  it.each([[''], ['not a url'], ['http://'], ['localhost:port'], ['http://a b']])('leaves %j to be refused', (given) => {
    expect(URL.canParse(normalizeBaseUrl(given))).toBe(false);
  });

  it.each(['ftp://box', 'me:secret@box'])('does not make %s acceptable', (given) => {
    const { protocol, password } = new URL(normalizeBaseUrl(given));
    expect(protocol === 'http:' && password === '').toBe(false);
  });
});
