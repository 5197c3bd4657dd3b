/**
 * `pnpm start`: one conversation, two vendors. Anthropic thinks and calls a tool; Gemini gets the whole conversation, the tool's result
 * included, and answers. With ANTHROPIC_API_KEY and GEMINI_API_KEY set, these are the real ones; without, a server on this machine plays both.
 */
import type { Message } from '@sdk/core';
import { createAnthropic } from '@sdk/provider-anthropic';
import { createGemini } from '@sdk/provider-gemini';
import { turn } from './conversation.ts';
import { startVendors } from './vendors.ts';

const real = Boolean(process.env['ANTHROPIC_API_KEY'] && process.env['GEMINI_API_KEY']);
await using vendors = real ? undefined : await startVendors();
const options = vendors ? { baseUrl: vendors.url, apiKey: 'these-vendors-take-any' } : {};
const models = [createAnthropic(options)('claude-sonnet-4-5'), createGemini(options)('gemini-2.5-flash')];

const messages: Message[] = [{ role: 'user', content: 'Do I need an umbrella in Paris?' }];
for (const model of models) {
  const { text, toolCalls, usage } = await turn(model, messages);
  const calls = toolCalls.map(({ toolName, arguments: args }) => `${toolName}(${JSON.stringify(args)})`);
  console.log(`${model.provider}: ${[text, ...calls].filter(Boolean).join(' ')}  [${usage.inputTokens} tokens in, ${usage.outputTokens} out]`);
}
