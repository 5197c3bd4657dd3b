import type { WarmupOptions } from '../warmup.ts';
import { AsyncSynthClient } from './async-client.ts';
import type { SynthConfigOptions } from './config.ts';

/**
 * `warmup_synth_model` of the Python package: has the server load a model, and waits until it is ready.
 *
 * @returns `false` when the server says that it failed or cannot, or when the attempts are used up.
 */
export async function warmup_synth_model(model: string, config: SynthConfigOptions = {}, max_attempts = 30, force = false, options: WarmupOptions = {}): Promise<boolean> {
  await using client = new AsyncSynthClient(config);
  return await client.warmup(model, { ...options, maxAttempts: max_attempts, force });
}
