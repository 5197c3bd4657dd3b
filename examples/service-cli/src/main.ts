import { existsSync } from 'node:fs';
import { SdkError } from '@sdk/core';
import { createAnthropic } from '@sdk/provider-anthropic';
import { createCohere } from '@sdk/provider-cohere';
import { createGemini } from '@sdk/provider-gemini';
import { createLiteLLM } from '@sdk/provider-litellm';
import { createOllama } from '@sdk/provider-ollama';
import { createOpenAI } from '@sdk/provider-openai';
import { createOpenRouter } from '@sdk/provider-openrouter';
import { createService, postgresStore, sqliteStore } from '@sdk/service';
import { HELP, readArguments, UsageError } from './arguments.ts';
import { runCommand } from './commands.ts';

/** As shells have it for a program that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;
const WRONG_USAGE = 2;

const PROVIDERS = {
  openai: createOpenAI,
  ollama: createOllama,
  openrouter: createOpenRouter,
  litellm: createLiteLLM,
  gemini: createGemini,
  anthropic: createAnthropic,
  cohere: createCohere,
};

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
// The reader of our output may have had enough (`| head -1`).
process.stdout.on('error', () => stop.abort());

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  try {
    const given = readArguments(argv);
    const print = (text: string) => void process.stdout.write(text);
    if (!given) {
      print(`${HELP}\n`);
      return 0;
    }
    const { DATABASE_URL: url } = process.env;
    await using store = url ? postgresStore({ url }) : sqliteStore({ file: given.file });
    await using service = createService({ providers: PROVIDERS, store });
    return await runCommand(given, { service, store, signal: stop.signal, print });
  } catch (error) {
    if (stop.signal.aborted) return INTERRUPTED;
    const isExpected = error instanceof SdkError || error instanceof UsageError;
    console.error(isExpected ? error.message : error);
    return error instanceof UsageError ? WRONG_USAGE : 1;
  }
}
