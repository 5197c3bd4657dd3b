import { inspect } from 'node:util';
import { ConfigurationError, SdkError, type GenerateResult } from '@sdk/core';
import { describe, expect, test } from 'vitest';
import { createService, extractAnswerAndCot, memoryStore, ModelConfigError, ModelConfigNotFoundError, type AnswerSource } from '@sdk/service';
import { allOf, CONFIG, failureOf, fakeProvider, PROMPT, SECRET, serviceOf } from './support.ts';

const USAGE = { inputTokens: 3, outputTokens: 5, totalTokens: 8 };

describe('chat', () => {
  test('answers with text, reasoning, usage and response', async () => {
    const content = [{ type: 'reasoning' as const, text: 'Scattering.' }, { type: 'text' as const, text: 'Rayleigh.' }];
    const service = serviceOf(fakeProvider({ small: { content, usage: USAGE, response: { requestId: 'r-1' } } }));
    const answer = await service.chat(CONFIG, PROMPT);
    expect(answer).toMatchObject({ text: 'Rayleigh.', reasoning: 'Scattering.', usage: USAGE, finishReason: 'stop' });
    expect(answer.response).toMatchObject({ provider: 'fake', modelId: 'small', requestId: 'r-1' });
  });

  test('takes the thoughts out of a text that holds them', async () => {
    const service = serviceOf(fakeProvider({ small: '<think>2 and 2</think>\n\nFour.', open: 'So it is 4.\n</think>\nFour.' }));
    expect(await service.chat(CONFIG, PROMPT)).toMatchObject({ text: 'Four.', reasoning: '2 and 2' });
    expect(await service.chat({ ...CONFIG, model: 'open' }, PROMPT)).toMatchObject({ text: 'Four.', reasoning: 'So it is 4.' });
  });

  test('leaves a text without thoughts as it is, to the last space', async () => {
    const answer = await serviceOf(fakeProvider({ small: ' and so on\n' })).chat(CONFIG, PROMPT);
    expect(answer.text).toBe(' and so on\n');
    expect(Object.keys(answer)).not.toContain('reasoning');
  });

  test('sends what the configuration says, and what the call says before it', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    const service = serviceOf(fake);
    await service.chat({ ...CONFIG, topK: 7 }, PROMPT);
    await service.chat({ ...CONFIG, temperature: null }, PROMPT, { temperature: 0, maxTokens: 5, sessionId: 's-1', topP: undefined as never });
    await service.chat({ ...CONFIG, temperature: null, maxTokens: null, topP: null }, PROMPT);
    const [first, second, third] = fake.calls.map(({ options }) => options);
    expect(first).toEqual({ messages: PROMPT, temperature: 0.7, maxTokens: 8192, topP: 0.9, topK: 7 });
    expect(second).toEqual({ messages: PROMPT, temperature: 0, maxTokens: 5, topP: 0.9, sessionId: 's-1' });
    expect(third).toEqual({ messages: PROMPT });
  });

  test('gives key, endpoint and the options of the vendor to its factory', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    await serviceOf(fake).chat({ ...CONFIG, endpoint: 'https://a.example/v1', options: { keepAlive: '30m' } }, PROMPT);
    expect(fake.made.map(({ settings }) => settings)).toEqual([{ apiKey: SECRET, baseUrl: 'https://a.example/v1', keepAlive: '30m' }]);
  });

  test('leaves the key to the provider only where the endpoint is the provider’s, too', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    const service = serviceOf(fake);
    await service.chat({ provider: 'fake', model: 'small' }, PROMPT);
    await service.chat({ provider: 'fake', model: 'small', endpoint: 'https://a.example' }, PROMPT);
    await service.chat({ provider: 'fake', model: 'small', apiKey: null }, PROMPT);
    expect(fake.made.map(({ settings }) => settings)).toEqual([{}, { apiKey: null, baseUrl: 'https://a.example' }, { apiKey: null }]);
  });

  test('reads a key that is named from the environment, now', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    const env: Record<string, string> = { MY_KEY: 'sk-1' };
    const service = serviceOf(fake, { env });
    const config = { ...CONFIG, apiKey: { env: 'MY_KEY' } };
    await service.chat(config, PROMPT);
    env['MY_KEY'] = 'sk-2';
    await service.chat(config, PROMPT);
    expect(fake.calls.map(({ apiKey }) => apiKey)).toEqual(['sk-1', 'sk-2']);
    expect((await failureOf(service.chat({ ...CONFIG, apiKey: { env: 'NOT_THERE' } }, PROMPT))).message).toContain('"NOT_THERE", which is not set');
  });

  test('never takes the key that encrypts the others for a model’s', async () => {
    const service = serviceOf(fakeProvider({ small: 'Yes.' }), { env: { SDK_ENCRYPTION_KEY: SECRET } });
    expect(await failureOf(service.chat({ ...CONFIG, apiKey: { env: 'SDK_ENCRYPTION_KEY' } }, PROMPT))).toBeInstanceOf(ModelConfigError);
  });

  test('says which providers there are, and what to install for one that it knows', async () => {
    const service = serviceOf(fakeProvider({}));
    const unknown = await failureOf(service.chat({ ...CONFIG, provider: 'toString' }, PROMPT));
    expect(unknown).toBeInstanceOf(ConfigurationError);
    expect(unknown.message).toMatch(/provider "toString" is not one of this service's \(fake\)$/);
    const known = await failureOf(service.chat({ ...CONFIG, provider: 'openai' }, PROMPT));
    expect(known.message).toContain('npm install @sdk/provider-openai');
    expect(known.message).toContain('openai: createOpenAI');
    expect(service.listProviders()).toEqual(['fake']);
  });

  test('ends at once when its signal fires', async () => {
    const fake = fakeProvider({ small: 'Slow.' }, { delayMs: 5_000 });
    const leaving = new AbortController();
    const answer = failureOf(serviceOf(fake).chat(CONFIG, PROMPT, { signal: leaving.signal }));
    setTimeout(() => leaving.abort(), 20);
    expect((await answer)['kind']).toBe('abort');
  });

  test('has a list of models, where the vendor has one', async () => {
    const models = [{ id: 'small', raw: {} }];
    const listing = serviceOf(fakeProvider({}, {}, { listModels: async () => models }));
    expect(await listing.listModels({ provider: 'fake', apiKey: SECRET })).toBe(models);
    expect((await failureOf(serviceOf(fakeProvider({})).listModels({ provider: 'fake' })))['kind']).toBe('unsupported-feature');
  });

  test('refuses a provider that has been made already', () => {
    const { factory } = fakeProvider({});
    expect(() => createService({ providers: { fake: factory({} as never) as never } })).toThrow(/providers\.fake must be the function/);
    expect(() => createService({ providers: { fake: factory }, maxConnections: 0 })).toThrow(ConfigurationError);
  });
});

describe('chatWithConfigId', () => {
  test('asks with the stored configuration, and follows its changes', async () => {
    const fake = fakeProvider({ small: 'Small.', large: 'Large.' });
    const store = memoryStore();
    const service = serviceOf(fake, { store });
    const { id, version } = await store.put({ ...CONFIG, id: 'mine' });
    expect((await service.chatWithConfigId(id, PROMPT)).text).toBe('Small.');
    await store.put({ ...CONFIG, id, version, model: 'large' });
    expect((await service.chatWithConfigId(id, PROMPT, { temperature: 0 })).text).toBe('Large.');
    expect(fake.calls[1]?.options.temperature).toBe(0);
    expect(fake.calls[1]?.apiKey).toBe(SECRET);
    await store.delete(id);
    const gone = await failureOf(service.chatWithConfigId(id, PROMPT));
    expect(gone).toBeInstanceOf(ModelConfigNotFoundError);
    expect(gone.message).toBe('Model configuration not found: mine');
  });

  test('needs a store', async () => {
    expect((await failureOf(serviceOf(fakeProvider({})).loadConfig('x'))).message).toContain('no store');
  });

  test('does not ask when its signal has fired, nor wait for the store', async () => {
    const store = { ...memoryStore(), get: () => new Promise<undefined>(() => {}) };
    const service = serviceOf(fakeProvider({}), { store });
    expect((await failureOf(service.chatWithConfigId('x', PROMPT, { signal: AbortSignal.abort() })))['kind']).toBe('abort');
    expect((await failureOf(service.chatWithConfigId('x', PROMPT, { signal: AbortSignal.timeout(20) })))['kind']).toBe('abort');
  });
});

describe('Streams', () => {
  test('yield the text, in more than one piece, and nothing of the thoughts', async () => {
    const script = { small: '<think>First this, then that.</think>\n\nIt is the air.', plain: 'It is the air.' };
    const service = serviceOf(fakeProvider(script, { chunking: 3 }));
    const pieces = await allOf(service.chatStream(CONFIG, PROMPT));
    expect(pieces.join('')).toBe('It is the air.');
    expect(pieces.length).toBeGreaterThan(2);
    expect((await allOf(service.chatStream({ ...CONFIG, model: 'plain' }, PROMPT))).join('')).toBe('It is the air.');
  });

  test('can be told that the model begins inside its thoughts', async () => {
    const service = serviceOf(fakeProvider({ small: 'Hm.</think>Yes.' }));
    expect((await allOf(service.chatStream(CONFIG, PROMPT, { startsInside: true }))).join('')).toBe('Yes.');
  });

  test('yield a text that comes whole', async () => {
    const fake = fakeProvider({});
    const whole = async function* () {
      yield { type: 'part' as const, index: 0, part: { type: 'text' as const, text: '<think>x</think>Whole.' } };
    };
    const factory = () => Object.assign(() => ({ provider: 'fake', modelId: 'm', capabilities: {}, stream: whole, generate: () => Promise.reject(new Error()) }), {
      id: 'fake', close: () => Promise.resolve(), [Symbol.asyncDispose]: () => Promise.resolve(),
    });
    const service = serviceOf({ ...fake, factory });
    expect(await allOf(service.chatStream({ ...CONFIG, maxRetries: 0 }, PROMPT))).toEqual(['Whole.']);
  });

  test('give all parts to who asks for parts', async () => {
    const fake = fakeProvider({ small: '<think>Hm.</think>Yes.' });
    const parts = await allOf(serviceOf(fake).chatStreamParts(CONFIG, PROMPT, { sessionId: 's-1' }));
    expect(parts[0]?.type).toBe('start');
    expect(parts.at(-1)?.type).toBe('finish');
    expect(parts.flatMap((part) => (part.type === 'text-delta' ? [part.delta] : [])).join('')).toBe('<think>Hm.</think>Yes.');
    expect(fake.calls[0]?.options).toEqual({ messages: PROMPT, temperature: 0.7, maxTokens: 8192, topP: 0.9, sessionId: 's-1' });
  });

  test('never throw before the first next(), and ask nothing before it', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    const service = serviceOf(fake);
    const wrong = service.chatStream({ ...CONFIG, temperature: '1' as never }, PROMPT);
    service.chatStream(CONFIG, PROMPT);
    await Promise.resolve();
    expect(fake.made).toHaveLength(0);
    expect(await failureOf(allOf(wrong))).toBeInstanceOf(ModelConfigError);
  });

  test('are for one consumer', async () => {
    const stream = serviceOf(fakeProvider({ small: 'Yes.' })).chatStream(CONFIG, PROMPT);
    await allOf(stream);
    expect((await failureOf(allOf(stream)))['kind']).toBe('configuration');
  });

  test('end at once when they are left, also while a part is awaited', async () => {
    const service = serviceOf(fakeProvider({ small: 'one two three' }, { delayMs: 60_000 }));
    const iterator = service.chatStream(CONFIG, PROMPT)[Symbol.asyncIterator]();
    const pending = iterator.next();
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
    expect(await Promise.race([pending.catch(() => 'ended'), new Promise((resolve) => setTimeout(() => resolve('late'), 1_000))])).not.toBe('late');
    await service.close();
  });
});

describe('extractAnswerAndCot', () => {
  const whole = (message: object): AnswerSource => ({ choices: [{ message }] });
  test.each<[string, AnswerSource, { answer: string; cot: string }]>([
    ['a plain text', ' Four. ', { answer: 'Four.', cot: '' }],
    ['<think>', '<think>\n2+2\n</think>\n\nFour.', { answer: 'Four.', cot: '2+2' }],
    ['<thinking>', '<thinking>2+2</thinking>Four.', { answer: 'Four.', cot: '2+2' }],
    ['a missing opening tag', '2+2</think> Four.', { answer: 'Four.', cot: '2+2' }],
    ['the vendor’s own field', { text: 'Four.\n', reasoning: ' 2+2 ' }, { answer: 'Four.', cot: '2+2' }],
    ['both', { text: '<think>b</think>Four.', reasoning: 'a' }, { answer: 'Four.', cot: 'a\n\nb' }],
    ['an answer of Chat Completions', whole({ content: 'Four.', reasoning_content: '2+2' }), { answer: 'Four.', cot: '2+2' }],
    ['one with the other field', whole({ content: 'Four.', reasoning: '2+2' }), { answer: 'Four.', cot: '2+2' }],
    ['one that only calls tools', whole({ content: null }), { answer: '', cot: '' }],
    ['nothing', undefined as never, { answer: '', cot: '' }],
    ['no choice', { choices: [] }, { answer: '', cot: '' }],
  ])('reads %s', (_, source, expected) => {
    expect(extractAnswerAndCot(source)).toEqual(expected);
  });

  test('reads what chat has answered', async () => {
    const answer: GenerateResult = await serviceOf(fakeProvider({ small: '<think>2+2</think>Four.' })).chat(CONFIG, PROMPT);
    expect(extractAnswerAndCot(answer)).toEqual({ answer: 'Four.', cot: '2+2' });
  });
});

test('A factory that fails is told without its words, which may hold the key', async () => {
  const factory = () => {
    throw new Error(`bad ${SECRET}`);
  };
  const error = await failureOf(serviceOf({ ...fakeProvider({}), factory }).chat(CONFIG, PROMPT));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message + JSON.stringify(error) + inspect(error)).not.toContain(SECRET);
});

test('Every failure of a service is an SdkError', async () => {
  const service = serviceOf(fakeProvider({ small: new Error('boom') }));
  for (const failing of [service.chat(CONFIG, PROMPT), service.chat(undefined as never, PROMPT), service.chat(CONFIG, [])]) {
    expect(await failureOf(failing)).toBeInstanceOf(SdkError);
  }
});
