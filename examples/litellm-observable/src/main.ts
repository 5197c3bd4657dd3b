/**
 * `pnpm start`: asks a model of a LiteLLM proxy, runs the tool that it calls, and has another model say the result. With LITELLM_URL set, here
 * or in the project's `.env`, this is your proxy; without, a server on this machine plays one.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LiteLLM, type LiteLLMMessage, type LiteLLMResponse } from '@sdk/provider-litellm/rx';
import { EMPTY, expand, lastValueFrom, tap } from 'rxjs';
import { calculate, calculator } from './calculate.ts';
import { startLocalProxy } from './local-proxy.ts';

const file = fileURLToPath(new URL('../../../.env', import.meta.url));
if (existsSync(file)) process.loadEnvFile(file);

await using local = process.env['LITELLM_URL'] ? undefined : await startLocalProxy();
await using provider = LiteLLM.gpt35Turbo(local?.url);

const messages: LiteLLMMessage[] = [{ role: 'user', content: 'Calculate 15 * 23 + 47' }];
const ask = () => provider.call({ messages, tools: [calculator], sessionId: 'task-1' });

/** What a call of the model's gives. */
function resultOf(expression: unknown): string {
  try {
    return String(calculate(String(expression)));
  } catch (error) {
    return (error as Error).message;
  }
}

function answerTools({ message, toolCalls = [] }: LiteLLMResponse): void {
  messages.push(message);
  for (const { id, function: called } of toolCalls) {
    const content = resultOf(called.arguments['expression']);
    console.log(`${called.name}(${JSON.stringify(called.arguments)}) = ${content}`);
    messages.push({ role: 'tool', toolCallId: id, content });
  }
}

/** Enough for any question that one tool answers. */
const MAX_TURNS = 5;

const turns$ = ask().pipe(
  tap(({ model, usage }) => console.log(`${model}: ${usage.totalTokens} tokens`)),
  expand((response, turn) => {
    if (response.finished || turn + 1 >= MAX_TURNS) return EMPTY;
    answerTools(response);
    provider.updateConfig({ model: 'gpt-4' });
    return ask().pipe(tap(({ model, usage }) => console.log(`${model}: ${usage.totalTokens} tokens`)));
  }),
);
const { message } = await lastValueFrom(turns$);
console.log(message.content);
