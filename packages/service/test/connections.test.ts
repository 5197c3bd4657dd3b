import { expect, test } from 'vitest';
import { createService, memoryStore } from '@sdk/service';
import { allOf, CONFIG, failureOf, fakeProvider, NO_WAIT, PROMPT, serviceOf, until } from './support.ts';

test('One provider serves every call that goes to one server with one key, whatever its model and sampling', async () => {
  const fake = fakeProvider({ small: 'a', large: 'b' });
  const service = serviceOf(fake);
  for (const config of [CONFIG, { ...CONFIG, model: 'large' }, { ...CONFIG, temperature: 1, maxRetries: 0, fallbackModels: ['large'] }]) {
    await service.chat(config, PROMPT);
    await allOf(service.chatStream(config, PROMPT));
  }
  expect(fake.made).toHaveLength(1);
});

test('Provider, endpoint, key and the vendor’s options each make another one', async () => {
  const one = fakeProvider({ small: 'a' });
  const two = fakeProvider({ small: 'a' });
  const service = createService({ providers: { fake: one.factory, other: two.factory }, retry: NO_WAIT });
  const configs = [
    CONFIG,
    { ...CONFIG, endpoint: 'https://a.example' },
    { ...CONFIG, apiKey: 'sk-other' },
    { ...CONFIG, apiKey: null },
    { provider: 'fake', model: 'small' },
    { ...CONFIG, options: { organization: 'o' } },
    { ...CONFIG, provider: 'other' },
  ];
  for (const config of [...configs, ...configs]) await service.chat(config, PROMPT);
  expect(one.made).toHaveLength(configs.length - 1);
  expect(two.made).toHaveLength(1);
});

test('The least recently used one is closed when there are too many', async () => {
  const fake = fakeProvider({ small: 'a' });
  const service = serviceOf(fake, { maxConnections: 2 });
  for (const apiKey of ['sk-1', 'sk-2', 'sk-1', 'sk-3']) await service.chat({ ...CONFIG, apiKey }, PROMPT);
  const closed = () => fake.made.filter((made) => made.closed).map(({ settings }) => settings.apiKey);
  await until(() => closed().length > 0);
  expect(closed()).toEqual(['sk-2']);
  await service.chat({ ...CONFIG, apiKey: 'sk-1' }, PROMPT);
  expect(fake.made).toHaveLength(3);
});

test('One that is evicted closes after its last call, also after a stream that is left', async () => {
  let answer = (_text: string) => {};
  const fake = fakeProvider({ small: () => new Promise<string>((resolve) => (answer = resolve)), quick: 'one two three' });
  const service = serviceOf(fake);
  const waiting = service.chat(CONFIG, PROMPT);
  await until(() => fake.calls.length === 1);
  const stream = service.chatStreamParts({ ...CONFIG, model: 'quick' }, PROMPT)[Symbol.asyncIterator]();
  await stream.next();
  service.clearCache();
  answer('Done.');
  expect((await waiting).text).toBe('Done.');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(fake.made[0]?.closed).toBe(false);
  await stream.return?.();
  await until(() => fake.made[0]?.closed === true);
  await service.chat({ ...CONFIG, model: 'quick' }, PROMPT);
  expect(fake.made).toHaveLength(2);
});

test.each<[string, (service: ReturnType<typeof serviceOf>) => Promise<unknown>]>([
  ['a call', (service) => service.chat(CONFIG, PROMPT)],
  ['a call that fails', (service) => failureOf(service.chat({ ...CONFIG, model: 'bad', maxRetries: 0 }, PROMPT))],
  ['a stream', (service) => allOf(service.chatStream(CONFIG, PROMPT))],
  ['a stream that fails', (service) => failureOf(allOf(service.chatStreamParts({ ...CONFIG, model: 'bad', maxRetries: 0 }, PROMPT)))],
  ['a stream that is never read', async (service) => service.chatStream(CONFIG, PROMPT)],
  ['a trial', (service) => service.testConfig(CONFIG)],
  ['a failed listing', (service) => failureOf(service.listModels({ provider: 'fake', apiKey: 'x' }))],
])('After %s nothing is held', async (_, call) => {
  const fake = fakeProvider({ small: 'a', bad: new Error('boom') });
  const service = serviceOf(fake);
  await call(service);
  await service.close();
  expect(fake.made.every(({ closed }) => closed)).toBe(true);
});

test('close waits for the calls in flight and takes no more; the store stays open', async () => {
  let answer = (_text: string) => {};
  const fake = fakeProvider({ small: () => new Promise<string>((resolve) => (answer = resolve)) });
  const store = memoryStore();
  await store.put({ ...CONFIG, id: 'mine' });
  const service = serviceOf(fake, { store });
  const waiting = service.chatWithConfigId('mine', PROMPT);
  await until(() => fake.calls.length === 1);
  let isClosed = false;
  const closing = service.close().then(() => (isClosed = true));
  expect((await failureOf(service.chat(CONFIG, PROMPT))).message).toContain('closed');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isClosed).toBe(false);
  answer('Done.');
  expect((await waiting).text).toBe('Done.');
  await closing;
  expect(fake.made[0]?.closed).toBe(true);
  expect(await store.get('mine')).toBeDefined();
  await service.close();
});

test('A service is closed at the end of its block', async () => {
  const fake = fakeProvider({ small: 'a' });
  {
    await using service = serviceOf(fake);
    await service.chat(CONFIG, PROMPT);
  }
  expect(fake.made[0]?.closed).toBe(true);
});
