import assert from 'node:assert/strict';
import { UnsupportedFeatureError, type Message } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { getWeather, turn } from '../src/conversation.ts';
import { VENDORS, type Vendor } from './vendors.ts';

const KEY = 'sk-pairs-0123456789';

/** Has a conversation, one vendor after the other, and gives the last request. */
async function converse(vendors: readonly Vendor[]): Promise<{ request: unknown; text: string; messages: Message[]; warnings: unknown[] }> {
  const messages: Message[] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Do I need an umbrella in Paris, or in Rome?' },
  ];
  let last: { request: unknown; text: string; warnings: unknown[] } | undefined;
  for (const vendor of vendors) {
    await using server = await startFaultServer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(vendor.answer) });
    const { warnings } = await turn(vendor.model({ baseUrl: server.url, apiKey: KEY }), messages);
    last = { request: server.requests[0]!.json(), text: server.requests[0]!.body, warnings };
  }
  return { ...last!, messages };
}

/** What must not leave the vendor that it came from. */
const secretsOf = ({ name, sealed = [] }: Vendor) => [...sealed, `THOUGHT-OF-${name}.`];

const withTools = VENDORS.filter(({ name }) => name !== 'perplexity');

describe.each(withTools)('what begins at $name', (first) => {
  it.each(VENDORS.filter(({ name }) => name !== first.name))('goes on at $name', async (second) => {
    if (second.name === 'perplexity') return expectHistoryOnly(first, second);
    const { request, text, warnings } = await converse([first, second]);
    second.rules(request);
    for (const secret of secretsOf(first)) assert.ok(!text.includes(secret), `${second.name} was sent ${secret}`);
    for (const wanted of ['I will look', 'get_weather', 'Paris', 'Rome', 'rain']) assert.ok(text.includes(wanted), `${wanted} is missing`);
    expect(warnings).toEqual([]);
  });

  it('comes home, with all that only it can read', async () => {
    for (const second of withTools.filter(({ name }) => name !== first.name)) {
      const { request, text } = await converse([first, second, first]);
      first.rules(request);
      for (const own of [...(first.sealed ?? []), ...(first.returned ?? [])]) assert.ok(text.includes(own), `${first.name} misses ${own} after ${second.name}`);
      for (const secret of secretsOf(second)) assert.ok(!text.includes(secret), `${first.name} was sent ${secret}`);
    }
  });
});

/** A vendor without tools refuses new ones, and takes a conversation that had some. */
async function expectHistoryOnly(first: Vendor, second: Vendor): Promise<void> {
  const { messages } = await converse([first]);
  await using server = await startFaultServer({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(second.answer) });
  const model = second.model({ baseUrl: server.url, apiKey: KEY });
  await expect(model.generate({ messages, tools: [getWeather] })).rejects.toThrow(UnsupportedFeatureError);
  await model.generate({ messages });
  const { body } = server.requests[0]!;
  second.rules(JSON.parse(body));
  for (const secret of secretsOf(first)) assert.ok(!body.includes(secret), `${second.name} was sent ${secret}`);
  for (const wanted of ['I will look', 'rain']) assert.ok(body.includes(wanted), `${wanted} is missing`);
}
