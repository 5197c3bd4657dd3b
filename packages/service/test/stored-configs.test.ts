import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryStore, StoreUnavailableError, type ModelConfigStore, type Service, type StoredModelConfig } from '@sdk/service';
import { CONFIG, failureOf, fakeProvider, serviceOf } from './support.ts';

/** A store that tells of changes when the test says so, and answers when the test says so. */
interface WatchedStore extends ModelConfigStore {
  reads: { answer(model: string): void; fail(error: Error): void }[];
  tell(id?: string): void;
  isLive: boolean;
  isWatched: boolean;
}

let sample: StoredModelConfig;
let store: WatchedStore;
let service: Service;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  sample = await memoryStore().put({ ...CONFIG, id: 'x' });
  store = {
    ...memoryStore(),
    reads: [],
    tell: () => {},
    isLive: true,
    isWatched: false,
    get: () =>
      new Promise((resolve, fail) => {
        store.reads.push({ answer: (model) => resolve({ ...sample, model }), fail });
      }),
    watch(onChange) {
      store.tell = onChange;
      store.isWatched = true;
      return { isLive: () => store.isLive, close: () => (store.isWatched = false) };
    },
  };
  service = serviceOf(fakeProvider({}), { store });
});
afterEach(() => void vi.useRealTimers());

const load = async () => (await service.loadConfig('x')).model;

/** Loads, and answers the read that this leads to. */
async function loadFresh(model: string): Promise<string> {
  const loading = load();
  await vi.waitFor(() => expect(store.reads.length).toBeGreaterThan(0));
  store.reads.pop()?.answer(model);
  return loading;
}

test('What was read is believed while the store tells of changes, for at most 30 s', async () => {
  expect(await loadFresh('one')).toBe('one');
  expect(await load()).toBe('one');
  vi.advanceTimersByTime(29_999);
  expect(await load()).toBe('one');
  expect(store.reads).toHaveLength(0);
  vi.advanceTimersByTime(2);
  expect(await loadFresh('two')).toBe('two');
});

test('It is read again when it has changed, and when any may have changed, and not when another has', async () => {
  await loadFresh('one');
  store.tell('y');
  expect(await load()).toBe('one');
  store.tell('x');
  expect(await loadFresh('two')).toBe('two');
  store.tell();
  expect(await loadFresh('three')).toBe('three');
});

test('It is read every time while the store cannot tell', async () => {
  store.isLive = false;
  expect(await loadFresh('one')).toBe('one');
  expect(await loadFresh('two')).toBe('two');
  store.isLive = true;
  expect(await loadFresh('three')).toBe('three');
  expect(await load()).toBe('three');
  store.isLive = false;
  expect(await loadFresh('four')).toBe('four');
});

test('Calls at the same time share one read', async () => {
  const loading = Promise.all([load(), load(), load()]);
  await vi.waitFor(() => expect(store.reads).toHaveLength(1));
  store.reads[0]?.answer('one');
  expect(await loading).toEqual(['one', 'one', 'one']);
});

test('What changes while it is being read is not remembered, and who asks later does not get it', async () => {
  const early = load();
  await vi.waitFor(() => expect(store.reads).toHaveLength(1));
  store.tell('x');
  const late = load();
  await vi.waitFor(() => expect(store.reads).toHaveLength(2));
  store.reads[1]?.answer('new');
  expect(await late).toBe('new');
  store.reads[0]?.answer('old');
  expect(await early).toBe('old');
  store.reads = [];
  expect(await load()).toBe('new');
});

test('An old copy serves while the store is away, also when any may have changed, but not one that has changed for certain', async () => {
  await loadFresh('one');
  store.tell();
  const away = load();
  await vi.waitFor(() => expect(store.reads).toHaveLength(1));
  store.reads.pop()?.fail(new StoreUnavailableError('away'));
  expect(await away).toBe('one');
  store.isLive = false;
  expect(await load()).toBe('one');
  store.tell('x');
  const changed = failureOf(load());
  await vi.waitFor(() => expect(store.reads).toHaveLength(1));
  store.reads.pop()?.fail(new StoreUnavailableError('away'));
  expect(await changed).toBeInstanceOf(StoreUnavailableError);
});

test('clearCache forgets, and close watches no longer', async () => {
  await loadFresh('one');
  service.clearCache();
  expect(await loadFresh('two')).toBe('two');
  expect(store.isWatched).toBe(true);
  await service.close();
  expect(store.isWatched).toBe(false);
});
