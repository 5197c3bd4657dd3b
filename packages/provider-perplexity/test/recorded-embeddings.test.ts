import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFaultServer } from '@sdk/testing/server';
import { expect, it } from 'vitest';
import { createPerplexity } from '../src/index.ts';
import { KEY } from './ask.ts';

interface Recording {
  id: string;
  provider: string;
  kind: string;
  response: { body: string };
  expected: { embeddings: { count: number; heads: string[] } };
}

const folder = process.env['SDK_RECORDINGS'] ?? '';
const parse = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as unknown;

it.runIf(folder)('recorded vectors of signed bytes are read to the byte', async () => {
  const found = (parse('INDEX') as Recording[]).filter(({ provider, kind }) => provider === 'perplexity' && kind === 'embeddings');
  expect(found.length).toBeGreaterThan(0);
  for (const { id } of found) {
    const { response, expected } = parse(id) as Recording;
    await using server = await startFaultServer({ body: response.body });
    await using provider = createPerplexity({ apiKey: KEY, baseUrl: server.url });
    const { embeddings } = await provider.embeddingModel('e').embed({ values: Array.from({ length: expected.embeddings.count }, (_, n) => String(n)) });
    const texts = embeddings.map((vector) => Buffer.from(Int8Array.from(vector).buffer).toString('base64').replace(/=+$/, ''));
    expect(texts).toEqual((JSON.parse(response.body) as { data: { embedding: string }[] }).data.map(({ embedding }) => embedding.replace(/=+$/, '')));
    expect(texts.map((text, at) => text.startsWith(expected.embeddings.heads[at] ?? '?'))).toEqual(texts.map(() => true));
  }
});
