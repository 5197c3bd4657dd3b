import type { Registry } from '@sdk/core';
import type { ProviderStatus, SdkModels } from './models.ts';

/** Whether providers answer is asked for seldom, however often somebody looks. */
export interface ReachOptions {
  /** How long a provider may take to list its models, in milliseconds. @default 5_000 */
  timeoutMs?: number;
  /** For how long an answer counts, in milliseconds. @default 30_000 */
  maxAgeMs?: number;
}

/** A provider as `/readyz` shows it. */
export interface ProviderReadiness extends Omit<ProviderStatus, 'name' | 'hasBaseUrl'> {
  /** Whether it listed its models; `undefined` where that was not asked for, or there is no list. */
  reachable?: boolean;
}

/** What `/readyz` says. */
export interface Readiness {
  /** `not ready`: there is no `req.sdk`, or the default provider is known not to be reachable. */
  status: 'ready' | 'not ready';
  providers: Record<string, ProviderReadiness>;
}

type Reach = (registry: Registry, name: string) => Promise<boolean | undefined>;

/** Makes the check behind `/readyz`. Without options no provider is asked for anything. */
export function createReadinessCheck(options: ReachOptions | undefined): (models: SdkModels | undefined) => Promise<Readiness> {
  const reach = options && createReach(options);
  return async (models) => {
    const entries = await Promise.all((models?.providers ?? []).map(async (status) => [status.name, await readinessOf(status)] as const));
    const ready = entries.some(([, { isDefault, reachable }]) => isDefault && reachable !== false);
    return { status: ready ? 'ready' : 'not ready', providers: Object.fromEntries(entries) };

    async function readinessOf({ name, hasBaseUrl: _own, ...status }: ProviderStatus): Promise<ProviderReadiness> {
      const reachable = reach && status.enabled && models ? await reach(models.registry, name) : undefined;
      return { ...status, ...(reachable === undefined ? {} : { reachable }) };
    }
  };
}

/** Remembers what was found, also while it is being found, so that many who look make one call. */
function createReach({ timeoutMs = 5_000, maxAgeMs = 30_000 }: ReachOptions): Reach {
  type Found = Map<string, { atMs: number; reachable: Promise<boolean | undefined> }>;
  const found = new WeakMap<Registry, Found>();
  return (registry, name) => {
    let known = found.get(registry);
    if (!known) found.set(registry, (known = new Map() as Found));
    const last = known.get(name);
    if (last && performance.now() - last.atMs < maxAgeMs) return last.reachable;
    const reachable = ask(registry, name, timeoutMs);
    known.set(name, { atMs: performance.now(), reachable });
    return reachable;
  };
}

async function ask(registry: Registry, name: string, timeoutMs: number): Promise<boolean | undefined> {
  const { listModels } = registry.provider(name);
  if (!listModels) return undefined;
  try {
    await listModels({ signal: AbortSignal.timeout(timeoutMs) });
    return true;
  } catch {
    return false;
  }
}
