import { inspect } from 'node:util';
import { ConfigurationError } from '@sdk/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEasyDatasetRow, ModelConfigError, parseModelConfig, type HiddenKey, type ModelConfig } from '@sdk/service';
import { SECRET } from './support.ts';

const MINIMAL = { provider: 'openai', model: 'gpt-5' };

function mistakesOf(given: unknown): Record<string, string> {
  try {
    parseModelConfig(given as ModelConfig);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelConfigError);
    expect(error).toBeInstanceOf(ConfigurationError);
    const { mistakes, message } = error as ModelConfigError;
    for (const mistake of mistakes) expect(message).toContain(`${mistake.field} ${mistake.message}`);
    return Object.fromEntries(mistakes.map(({ field, message: text }) => [field, text]));
  }
  return {};
}

describe('A configuration', () => {
  test('is completed with the documented defaults', () => {
    expect(parseModelConfig(MINIMAL)).toEqual({
      provider: 'openai',
      model: 'gpt-5',
      temperature: 0.7,
      maxTokens: 8192,
      topP: 0.9,
      topK: null,
      maxRetries: 3,
      initialRetryDelayMs: 1_000,
      maxRetryDelayMs: 60_000,
      retryMultiplier: 2,
      fallbackModels: [],
      options: {},
    });
  });

  test('may be spelled as stored rows are, with delays in seconds', () => {
    const row = {
      ...{ provider: 'openai', endpoint: 'https://a.example/v1', model: 'gpt-5', temperature: 1, max_tokens: 10, top_p: 0.5, top_k: 4 },
      ...{ max_retries: 1, initial_retry_delay: 0.5, max_retry_delay: 3, retry_multiplier: 3, fallback_models: ['gpt-4'] },
    };
    expect(parseModelConfig(row)).toEqual({
      ...{ provider: 'openai', endpoint: 'https://a.example/v1', model: 'gpt-5', temperature: 1, maxTokens: 10, topP: 0.5, topK: 4 },
      ...{ maxRetries: 1, initialRetryDelayMs: 500, maxRetryDelayMs: 3_000, retryMultiplier: 3, fallbackModels: ['gpt-4'], options: {} },
    });
  });

  test('holds what rows hold beside, without looking at it', () => {
    expect(mistakesOf({ ...MINIMAL, id: 7, name: 'Mine', created_at: new Date(), updatedAt: 'now', version: 'x' })).toEqual({});
  });

  test('takes null for what is not to be sent, and empty fields of a form for what is not set', () => {
    const config = parseModelConfig({ ...MINIMAL, temperature: null, maxTokens: null, topP: null, endpoint: '', apiKey: '', max_retries: null });
    expect(config).toMatchObject({ temperature: null, maxTokens: null, topP: null, maxRetries: 3 });
    expect(Object.keys(config)).not.toContain('endpoint');
    expect(Object.keys(config)).not.toContain('apiKey');
    expect(parseModelConfig({ ...MINIMAL, apiKey: null }).apiKey).toBe(null);
  });

  test.each<[string, object, Record<string, RegExp>]>([
    ['a temperature that a form gave', { temperature: '0.7' }, { temperature: /a text \("0\.7"\).*number from 0 to 2.*Number/ }],
    ['a row whose number is a text', { max_tokens: '100' }, { max_tokens: /a text \("100"\)/ }],
    ['a temperature out of range', { temperature: 2.1 }, { temperature: /0 to 2/ }],
    ['no number', { topP: {} }, { topP: /0 to 1/ }],
    ['a fraction of a token', { maxTokens: 1.5 }, { maxTokens: /whole number, 1 or more/ }],
    ['a top-k of 0', { topK: 0 }, { topK: /1 or more/ }],
    ['negative retries', { maxRetries: -1 }, { maxRetries: /0 or more/ }],
    ['a shrinking wait', { retryMultiplier: 0.5 }, { retryMultiplier: /1 or more/ }],
    ['a negative delay', { initial_retry_delay: -1 }, { initial_retry_delay: /0 or more/ }],
    ['an endpoint that is no URL', { endpoint: 'localhost:11434' }, { endpoint: /http/ }],
    ['an endpoint that is words', { endpoint: 'my server' }, { endpoint: /no URL/ }],
    ['an endpoint with a password', { endpoint: `https://me:${SECRET}@a.example` }, { endpoint: /user name or password/ }],
    ['an empty model', { model: ' ' }, { model: /is empty/ }],
    ['an unknown setting', { temprature: 1 }, { temprature: /is no setting/ }],
    ['the same setting twice', { max_tokens: 1, maxTokens: 2 }, { maxTokens: /same setting as max_tokens/ }],
    ['a key with a line break', { apiKey: `${SECRET} x` }, { apiKey: /characters/ }],
    ['a key that is a number', { api_key: 5 }, { api_key: /must be a text/ }],
    ['a key that was shown hidden', { apiKey: '[hidden]' }, { apiKey: /give the key itself/ }],
    ['the second key of two', { apiKeys: [SECRET, ''] }, { 'apiKeys.1': /is empty/ }],
    ['fallback models that are a text', { fallbackModels: 'gpt-4' }, { fallbackModels: /list/ }],
    ['an apiKey by the back', { options: { apiKey: SECRET } }, { options: /its place is apiKey/ }],
    ['a base URL by the back', { options: { baseUrl: 'https://b.example' } }, { options: /its place is endpoint/ }],
  ])('says where %s is', (_, wrong, expected) => {
    const found = mistakesOf({ ...MINIMAL, ...wrong });
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [field, pattern] of Object.entries(expected)) expect(found[field]).toMatch(pattern);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('lists every mistake at once, also what is missing', () => {
    expect(mistakesOf({ temperature: 'warm', topK: -1 })).toEqual({
      provider: 'is missing',
      model: 'is missing',
      temperature: 'is a text; expected a number from 0 to 2: forms give texts, convert them with Number(…)',
      topK: 'must be a whole number, 1 or more',
    });
    for (const nothing of [undefined, null, 'openai', 5, []]) expect(mistakesOf(nothing)).toEqual({ It: 'must be an object' });
  });

  test('never repeats a key, wherever it was put by mistake', () => {
    const fields = ['provider', 'temperature', 'maxTokens', 'fallbackModels', 'endpoint', 'options', 'apiKey', 'retryMultiplier'];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.constantFrom(SECRET, `${SECRET}\n`, [SECRET], { key: SECRET }, `${SECRET} x`), (field, value) => {
        expect(JSON.stringify(mistakesOf({ ...MINIMAL, model: undefined, [field]: value }))).not.toContain(SECRET);
      }),
    );
  });

  test('hides its keys from everything that prints, and reveals them when asked', () => {
    const config = parseModelConfig({ ...MINIMAL, apiKey: ` ${SECRET}\n`, apiKeys: [{ env: 'OTHER_KEY' }] });
    const shown = [inspect(config, { depth: 9, showHidden: true }), JSON.stringify(config), `${String((config.apiKey as HiddenKey[])[0])}`];
    for (const text of shown) expect(text).not.toContain(SECRET);
    expect(JSON.parse(JSON.stringify(config)).apiKey).toEqual(['[hidden]', { env: 'OTHER_KEY' }]);
    expect(Object.keys((config.apiKey as HiddenKey[])[0] as object)).toEqual([]);
    expect((config.apiKey as HiddenKey[])[0]?.reveal()).toBe(SECRET);
    expect(parseModelConfig(config).apiKey).toEqual(config.apiKey);
  });
});

describe('A row of Easy Dataset', () => {
  test('becomes a configuration, with numbers that a driver gave as texts', () => {
    const row = { id: 'x', provider_id: 'OpenAI', endpoint: 'https://a.example/v1', api_key: SECRET, model_name: 'gpt-5', status: 1 };
    const config = fromEasyDatasetRow({ ...row, temperature: '0.30', max_tokens: 100, top_p: '1', top_k: 0 });
    expect(config).toEqual({ provider: 'openai', endpoint: 'https://a.example/v1', apiKey: SECRET, model: 'gpt-5', temperature: 0.3, maxTokens: 100, topP: 1 });
  });

  test('may lack what is not needed', () => {
    const bare = { provider_id: 'ollama', endpoint: null, api_key: '', model_name: '', model_id: 'qwen3', temperature: null, top_k: 5 };
    expect(fromEasyDatasetRow(bare)).toEqual({ provider: 'ollama', model: 'qwen3', topK: 5 });
  });

  test('must hold numbers where numbers belong', () => {
    expect(() => fromEasyDatasetRow({ provider_id: 'openai', model_name: 'x', top_p: 'much' })).toThrow(/top_p that is no number/);
    expect(() => fromEasyDatasetRow(null as never)).toThrow(ConfigurationError);
    expect(() => parseModelConfig(fromEasyDatasetRow({} as never))).toThrow(/provider is empty/);
  });
});
