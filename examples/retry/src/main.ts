/** `pnpm start`: asks a vendor that fails three times. The user sees one answer; `onRetry` sees what happened. */
import { createOpenAI } from '@sdk/provider-openai';
import { withRetry } from '@sdk/retry';
import { startBusyVendor } from './busy-vendor.ts';

await using vendor = await startBusyVendor();
const openai = createOpenAI({ apiKey: 'the-vendor-takes-any', baseUrl: `${vendor.url}/v1` });

const model = withRetry(openai('gpt-busy'), {
  initialDelayMs: 100,
  kinds: { 'rate-limit': { maxRetries: 6 } },
  onRetry: ({ attempt, error, waitMs }) => console.log(`attempt ${attempt}: ${error.kind}, next in ${Math.round(waitMs)} ms`),
});

const messages = [{ role: 'user' as const, content: 'Are you there?' }];
for await (const part of model.stream({ messages, timeouts: { totalMs: 10_000 } })) {
  if (part.type === 'text-delta') process.stdout.write(part.delta);
  if (part.type === 'finish') console.log(`\n${part.attempts?.length} attempts, ${Math.round(part.timing.totalMs)} ms`);
}
