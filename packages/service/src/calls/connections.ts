import { createHash } from 'node:crypto';
import { ConfigurationError, type Provider } from '@sdk/core';
import { createRetryBudget, type RetryBudget } from '@sdk/retry';

/** Where calls go: one server, with its keys. */
export interface Target {
  /** Name of the provider in the service. */
  provider: string;
  endpoint: string | undefined;
  /** `null`: none is sent. `undefined`: as the provider does it. */
  keys: readonly string[] | null | undefined;
  options: object;
}

/** The providers of one target, one per key, shared by its calls. */
export interface Connection {
  providers: readonly Provider[];
  /** Begins with another key each time. */
  inTurn(): readonly Provider[];
  budget: RetryBudget;
  /** To be called once, when the call is over. */
  release(): void;
}

interface Entry {
  providers: readonly Provider[];
  budget: RetryBudget;
  turn: number;
  users: number;
  isEvicted: boolean;
}

/** So many retries may be made during an outage before they wait for successes. */
const BUDGET = { capacity: 100, tokensPerSuccess: 0.1 };

/**
 * Connections by all that matters for them, the least recently used closed beyond a number. One that is evicted closes when its last call has
 * ended.
 */
export class Connections {
  readonly most: number;
  readonly make: (target: Target, key: string | null | undefined) => Provider;
  readonly entries = new Map<string, Entry>();
  readonly closing = new Set<Promise<void>>();
  /** Evicted, and still used. */
  readonly leaving = new Set<Entry>();
  whenLeft: (() => void)[] = [];
  isClosed = false;

  constructor(most: number, make: Connections['make']) {
    this.most = most;
    this.make = make;
  }

  /** @throws ConfigurationError after `close`, or what making a provider throws */
  open(target: Target): Connection {
    if (this.isClosed) throw new ConfigurationError('The service has been closed.');
    const id = idOf(target);
    let entry = this.entries.get(id);
    if (entry) this.entries.delete(id);
    else entry = this.create(target);
    this.entries.set(id, entry);
    this.evictBeyond(this.most);
    return this.lend(entry);
  }

  create(target: Target): Entry {
    const keys = target.keys && target.keys.length > 0 ? target.keys : [target.keys === null ? null : undefined];
    const providers = keys.map((key) => this.make(target, key));
    return { providers, budget: createRetryBudget(BUDGET), turn: 0, users: 0, isEvicted: false };
  }

  lend(entry: Entry): Connection {
    entry.users++;
    let isOver = false;
    const { providers, budget } = entry;
    return {
      providers,
      budget,
      inTurn: () => {
        const first = entry.turn++ % providers.length;
        return [...providers.slice(first), ...providers.slice(0, first)];
      },
      release: () => {
        if (isOver) return;
        isOver = true;
        entry.users--;
        if (entry.isEvicted) this.closeUnused(entry);
      },
    };
  }

  evictBeyond(most: number): void {
    for (const [id, entry] of this.entries) {
      if (this.entries.size <= most) return;
      this.entries.delete(id);
      entry.isEvicted = true;
      this.leaving.add(entry);
      this.closeUnused(entry);
    }
  }

  closeUnused(entry: Entry): void {
    if (entry.users > 0) return;
    this.leaving.delete(entry);
    const closed = Promise.allSettled(entry.providers.map(async (provider) => provider.close())).then(() => {
      this.closing.delete(closed);
    });
    this.closing.add(closed);
    if (this.leaving.size === 0) this.whenLeft.splice(0).forEach((resolve) => resolve());
  }

  /** Takes no more calls, lets those in flight end, and closes everything. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.evictBeyond(0);
    if (this.leaving.size > 0) await new Promise<void>((resolve) => this.whenLeft.push(resolve));
    await Promise.all(this.closing);
  }
}

/** Keys are in it as a digest only. */
function idOf({ provider, endpoint, keys, options }: Target): string {
  return createHash('sha256').update(JSON.stringify([provider, endpoint ?? null, keys ?? String(keys), options])).digest('base64');
}
