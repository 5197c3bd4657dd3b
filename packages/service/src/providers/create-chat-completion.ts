import type { GenerateResult } from '@sdk/core';
import type { ProviderSettings } from './create-provider.ts';
import { UnifiedClient, type UnifiedCall } from './unified-client.ts';

/** One call, and the settings of the provider that is opened for it. */
export interface OneShotCall extends UnifiedCall {
  /** @default the provider's environment variables */
  providerOptions?: ProviderSettings;
}

/**
 * Opens a provider, asks once, closes it. For more than one call, keep a {@link UnifiedClient}, and with it the connection.
 *
 * @example
 * const { text } = await createChatCompletion({ model: 'Qwen/Qwen2.5-7B-Instruct', messages: [{ role: 'user', content: 'Hello' }] });
 */
export async function createChatCompletion({ providerOptions, provider = 'synth', ...call }: OneShotCall): Promise<GenerateResult> {
  const client = new UnifiedClient({ provider, ...(providerOptions && { options: { [provider]: providerOptions } }) });
  try {
    return await client.createChatCompletion(call);
  } finally {
    await client.close();
  }
}
