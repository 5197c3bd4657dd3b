import { SdkError, type Provider } from '@sdk/core';
import { writeModelList, type ListedModel, type ModelList } from '@sdk/openai-wire/server';
import type { SdkModels } from '../models.ts';

/** How the list of models is made. */
export interface ModelListOptions {
  /** For how long an answer of a provider counts, in milliseconds. @default 300_000 */
  maxAgeMs?: number;
  /** How long a provider may take, in milliseconds. @default 10_000 */
  timeoutMs?: number;
}

/** Lists the models of all providers that are enabled. */
export type ListAllModels = (models: SdkModels, aliases: Readonly<Record<string, string>>, onError: OnError) => Promise<ModelList>;

/** Is told of every provider that fails. */
type OnError = (error: SdkError) => void;

/** One that failed is asked again after so long. */
const RETRY_AFTER_MS = 10_000;

interface Known {
  untilMs: number;
  entries: Promise<ListedModel[]>;
  /** What was listed last, for when it fails. */
  last: ListedModel[];
}

/**
 * Makes the list. A provider that fails, or cannot list, has the models that it listed last, or none; the others do not
 * suffer from it. Many who ask at once make one call.
 */
export function createModelList({ maxAgeMs = 300_000, timeoutMs = 10_000 }: ModelListOptions = {}): ListAllModels {
  const caches = new WeakMap<SdkModels, Map<string, Known>>();

  async function ask(name: string, provider: Provider, known: Known, onError: OnError): Promise<ListedModel[]> {
    try {
      const listed = (await provider.listModels?.({ signal: AbortSignal.timeout(timeoutMs) })) ?? [];
      const { data } = writeModelList(listed.map((info) => ({ ...info, id: `${name}/${info.id}` })), { ownedBy: provider.id });
      known.last = data;
    } catch (error) {
      known.untilMs = performance.now() + Math.min(maxAgeMs, RETRY_AFTER_MS);
      onError(error instanceof SdkError ? error : new SdkError(`${name}: its models could not be listed.`, { cause: error }));
    }
    return known.last;
  }

  function entriesOf(models: SdkModels, name: string, onError: OnError): Promise<ListedModel[]> {
    let cache = caches.get(models);
    if (!cache) caches.set(models, (cache = new Map<string, Known>()));
    const before = cache.get(name);
    if (before && performance.now() < before.untilMs) return before.entries;
    const known: Known = { untilMs: performance.now() + maxAgeMs, entries: Promise.resolve([]), last: before?.last ?? [] };
    known.entries = ask(name, models.registry.provider(name), known, onError);
    cache.set(name, known);
    return known.entries;
  }

  return async (models, aliases, onError) => {
    const lists = await Promise.all(models.registry.names.map((name) => entriesOf(models, name, onError)));
    const named = Object.entries(aliases).map(([id, target]): ListedModel => ({ id, object: 'model', created: 0, owned_by: target.split('/', 1)[0] as string }));
    return { object: 'list', data: [...named, ...lists.flat()] };
  };
}
