/**
 * `pnpm start`: wakes a model, waits until it is ready, and asks it. With SYNTH_BASE_URL and SYNTH_API_KEY set, here or in the project's
 * `.env`, this is your server, and SYNTH_MODEL the model; without, one on this machine that pretends to sleep.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSynth } from '@sdk/provider-synth';
import { withRetry } from '@sdk/retry';
import { startSleepingServer } from './sleeping-server.ts';

const file = fileURLToPath(new URL('../../../.env', import.meta.url));
if (existsSync(file)) process.loadEnvFile(file);

await using local = process.env['SYNTH_BASE_URL'] || process.env['MODAL_BASE_URL'] ? undefined : await startSleepingServer();
await using synth = createSynth(local ? { baseUrl: local.url, apiKey: null } : {});
const modelId = process.env['SYNTH_MODEL'] ?? 'Qwen/Qwen2.5-7B-Instruct';

const isWarm = await synth.warmup(modelId, {
  ...(local ? { intervalMs: 50 } : {}),
  onProgress: ({ attempt, status, httpStatus, error }) => console.log(`${attempt}: ${status ?? error?.message ?? `HTTP ${httpStatus}`}`),
});
if (!isWarm) throw new Error(`${modelId} did not wake up.`);

// It is warm now: this asks nobody.
console.log(`warm: ${await synth.warmup(modelId)}`);

const model = withRetry(synth(modelId), { maxRetries: 3, initialDelayMs: local ? 10 : 1_000 });
const { text, attempts } = await model.generate({ messages: [{ role: 'user', content: 'Are you awake?' }] });
console.log(`${text}  [attempts: ${attempts?.length}]`);
