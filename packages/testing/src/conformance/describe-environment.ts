import assert from 'node:assert/strict';
import { AuthenticationError, ConfigurationError, type LanguageModel, type Provider } from '@sdk/core';
import { describe, test } from 'vitest';
import type { Answer } from '../server/answer.ts';
import { startFaultServer } from '../server/fault-server.ts';
import { failureOf } from './outcome.ts';
import { API_KEY } from './stage.ts';

/** A provider's ready instance, and what it takes from the environment. */
export interface EnvironmentUnderTest {
  /** As in the report, e.g. `'openai'`. */
  name: string;
  /** The ready instance, e.g. `openai`. No test may call it before; it is closed. */
  ready: Provider;
  /** Makes a provider without a key, e.g. `() => createOpenAI()`. */
  create(): Provider;
  /** What its errors are, beside their kind, e.g. `OpenAIError`. */
  errorClass: abstract new (...args: never[]) => Error;
  /** The variables of the key, the first to be read first, e.g. `['OPENAI_API_KEY']`. */
  apiKeyEnv: readonly [string, ...string[]];
  /** The variable of the base URL, e.g. `'OPENAI_BASE_URL'`. */
  baseUrlEnv: string;
  /** What the base URL in the environment ends in, before a last slash. @default '/v1' */
  basePath?: string;
  /** Where a call then goes. @default `basePath` and `/chat/completions` */
  path?: string;
  /** @default 'model-id' */
  modelId?: string;
  /** The headers that carry the key; it must stand in no other. @default `authorization: Bearer …` */
  keyHeaders?(key: string): Record<string, string>;
  /** How the vendor refuses a key. @default 401, with an error as OpenAI writes it */
  refusal?: Answer;
}

/**
 * Registers two vitest tests: the ready instance takes key and base URL from the environment at its first call, and a
 * missing key is named, option and variables, before any network.
 */
export function describeEnvironment(subject: EnvironmentUnderTest): void {
  describe(`${subject.name}: the environment`, () => {
    test('gives key and base URL at the first call of the ready instance', () => checkReady(subject));
    test('and the option are named when the key is missing', () => checkMissingKey(subject));
  });
}

const CALL = { messages: [{ role: 'user' as const, content: 'Hello' }] };
const REFUSAL: Answer = { status: 401, body: '{"error":{"message":"Who are you?"}}' };

/** Calls the ready instance once, with a server that refuses its key. @throws AssertionError */
export async function checkReady(subject: EnvironmentUnderTest): Promise<void> {
  const { ready, errorClass, modelId = 'model-id', basePath = '/v1', path = `${basePath}/chat/completions` } = subject;
  const { apiKeyEnv, baseUrlEnv, refusal = REFUSAL, keyHeaders = (key) => ({ authorization: `Bearer ${key}` }) } = subject;
  await using server = await startFaultServer(refusal);
  const [first, ...others] = apiKeyEnv;
  const without = others.map((name): [string, undefined] => [name, undefined]);
  const failure = await inEnvironment({ [first]: API_KEY, [baseUrlEnv]: `${server.url}${basePath}/`, ...Object.fromEntries(without) }, () =>
    failureOf(ready(modelId).generate(CALL)),
  );
  await ready.close();
  const [request] = server.requests;
  assert.ok(request, `${baseUrlEnv} was not asked: ${failure.message}`);
  assert.equal(request.method, 'POST');
  assert.equal(request.path, path, `The call went to ${request.path}, not to ${path}.`);
  const withKey = Object.entries(request.headers).filter(([, value]) => value.includes(API_KEY));
  assert.deepEqual(Object.fromEntries(withKey), keyHeaders(API_KEY), `The key of ${first} is not where it belongs.`);
  assert.ok(failure instanceof AuthenticationError, `A refused key is ${failure.name}, not an AuthenticationError.`);
  assert.ok(failure instanceof errorClass, `A refused key is no ${errorClass.name}.`);
}

/** Calls a provider that has no key, whole and streamed. @throws AssertionError */
export async function checkMissingKey({ create, apiKeyEnv, baseUrlEnv, modelId = 'model-id' }: EnvironmentUnderTest): Promise<void> {
  await using server = await startFaultServer();
  const without = apiKeyEnv.map((name): [string, undefined] => [name, undefined]);
  await inEnvironment({ ...Object.fromEntries(without), [baseUrlEnv]: server.url }, async () => {
    await using provider = create();
    const model: LanguageModel = provider(modelId);
    const says = `\`apiKey\` or set ${apiKeyEnv.join(' or ')}`;
    for (const call of [model.generate(CALL), model.stream(CALL)]) {
      const failure = await failureOf(call);
      assert.ok(failure instanceof ConfigurationError, `Without a key, ${failure.name} is thrown, not a ConfigurationError.`);
      assert.ok(failure.message.includes(says), `A missing key is not named (${says}): ${failure.message}`);
    }
  });
  assert.equal(server.connections, 0, 'Something was sent without a key.');
}

/** Runs with these variables, of which `undefined` are not set, and puts back what was there. */
async function inEnvironment<T>(variables: Record<string, string | undefined>, run: () => Promise<T>): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  };
  for (const name in variables) set(name, variables[name]);
  try {
    return await run();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
