import { inspect } from 'node:util';
import type { Provider } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { ModelUnavailableError, sdk, sdkErrorHandler, type SdkConfig, type SdkModels } from '../src/index.ts';
import { providerOf, SECRET, serve } from './support.ts';

const model = scriptedModel('Hello.');
const create = (): Provider => providerOf(model, { embeddingModel: (modelId) => ({ provider: 'fake', modelId, embed: async () => { throw new Error('unused'); } }) });

const config: SdkConfig = {
  defaultProvider: 'openai',
  providers: {
    openai: { apiKey: SECRET, defaultModel: 'gpt-5', headers: { 'x-secret': SECRET } },
    bare: {},
    off: { enabled: false, defaultModel: 'x', baseUrl: 'http://box.internal/v1' },
  },
};

/** `req.sdk`, as a route sees it. */
function modelsOf(given: SdkConfig = config): SdkModels {
  const req = {} as Request;
  void sdk({ use: { openai: create, bare: () => providerOf(model), off: create, unconfigured: create }, config: given, env: {} })(req, {} as Response, () => {});
  return req.sdk;
}

test.each([
  [undefined, 'gpt-5'],
  ['openai', 'gpt-5'],
  ['openai/gpt-5-mini', 'gpt-5-mini'],
  ['bare/org/model:tag', 'org/model:tag'],
])('model(%j) is %s', (name, modelId) => {
  expect(modelsOf().model(name).modelId).toBe(modelId);
});

test('a null from JSON asks for the default', () => {
  expect(modelsOf().model(null as never).modelId).toBe('gpt-5');
});

test.each<[unknown, number, string]>([
  ['nobody/x', 404, 'There is no model "nobody/x". Configured: openai, bare.'],
  ['gpt-5', 404, 'There is no model "gpt-5".'],
  ['', 404, 'There is no model "".'],
  ['openai/', 404, 'Expected "provider/model".'],
  ['/x', 404, 'There is no model "/x".'],
  ['constructor/x', 404, 'There is no model "constructor/x".'],
  ['__proto__', 404, 'There is no model "__proto__".'],
  ['unconfigured/x', 404, 'There is no model'],
  ['bare', 404, 'has no default model: name one ("bare/…"), or set providers.bare.defaultModel.'],
  ['off', 503, 'The provider "off" is disabled.'],
  ['off/x', 503, 'The provider "off" is disabled.'],
  [{ toString: 'x' }, 404, 'There is no model what was given.'],
  [7, 404, 'The name of a model is a text.'],
  ['x'.repeat(1_000), 404, `"${'x'.repeat(100)}"`],
])('model(%j) is refused with %i', (name, status, message) => {
  const { model, registry } = modelsOf();
  const asked = [() => model(name as string), ...(name === 'bare' ? [] : [() => registry.model(name as string)])];
  for (const ask of asked) {
    const failure = failureOf(ask);
    expect(failure).toBeInstanceOf(ModelUnavailableError);
    expect(failure).toMatchObject({ status, kind: 'configuration' });
    expect(failure.message).toContain(message);
  }
});

test('without a default model, model() says which setting is missing', () => {
  const models = modelsOf({ ...config, defaultProvider: 'bare' });
  const failure = failureOf(() => models.model());
  expect(failure.message).toContain('set providers.bare.defaultModel');
  expect(failure).not.toBeInstanceOf(ModelUnavailableError);
});

test('embedding models are found by name, and missed by name', () => {
  const models = modelsOf();
  expect(models.embeddingModel('openai/embed-3').modelId).toBe('embed-3');
  expect(failureOf(() => models.embeddingModel('bare/embed'))).toMatchObject({ status: 404 });
  expect(failureOf(() => models.embeddingModel('off/embed'))).toMatchObject({ status: 503 });
});

test('the registry has the providers that can be called', () => {
  const { registry } = modelsOf();
  expect(registry.names).toEqual(['openai', 'bare']);
  expect(registry.provider('openai').id).toBe('fake');
  expect(failureOf(() => registry.provider('off'))).toMatchObject({ status: 503 });
});

test('req.sdk says of its providers what may be known, and prints no key', () => {
  const models = modelsOf();
  expect(models.providers).toEqual([
    { name: 'openai', enabled: true, isDefault: true, defaultModel: 'gpt-5', hasBaseUrl: false },
    { name: 'bare', enabled: true, isDefault: false, defaultModel: undefined, hasBaseUrl: false },
    { name: 'off', enabled: false, isDefault: false, defaultModel: 'x', hasBaseUrl: true },
  ]);
  const printed = inspect(models, { depth: 20, showHidden: true }) + JSON.stringify(models) + inspect(models.model(), { depth: 20, showHidden: true });
  expect(printed).not.toContain(SECRET);
  expect(printed).not.toContain('box.internal');
});

test('nobody can change what the next request finds', () => {
  const models = modelsOf();
  expect(() => Object.assign(models, { model: undefined })).toThrow(TypeError);
  expect(() => Object.assign(models.registry, { model: undefined })).toThrow(TypeError);
  expect(() => Object.assign(models.providers[0] as object, { enabled: false })).toThrow(TypeError);
});

test('sdk() adds no route, and a disabled provider is a 503 in a route', async () => {
  const origin = await serve((app) => {
    app.use(sdk({ use: { openai: create, off: create }, config: { defaultProvider: 'openai', providers: { openai: {}, off: { enabled: false } } }, env: {} }));
    app.get('/ask/:provider', async (req, res) => void res.json(await req.sdk.model(`${req.params.provider}/x`).generate({ messages: [{ role: 'user', content: 'Hi' }] })));
    app.use(sdkErrorHandler());
  });
  for (const path of ['/', '/healthz', '/readyz']) expect((await fetch(origin + path)).status).toBe(404);
  expect((await fetch(`${origin}/ask/openai`)).status).toBe(200);
  const refused = await fetch(`${origin}/ask/off`);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({ error: { message: 'This provider is disabled.', type: 'server_error', code: 'provider_disabled', param: null } });
});

function failureOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
