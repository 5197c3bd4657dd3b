import { gzipSync } from 'node:zlib';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, test } from 'vitest';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, SECRET, startGateway } from './support.ts';
import { CHAT_TABLE, MESSAGES_TABLE } from './wrong-fields.ts';

const EMBEDDINGS = '/v1/embeddings';
const COUNT = '/v1/messages/count_tokens';

const nest = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Bodies that are no request of any API. */
const NO_REQUEST: [string, string | Uint8Array, number][] = [
  ['nothing', '', 400],
  ['white space', '  \n ', 400],
  ['null', 'null', 400],
  ['true', 'true', 400],
  ['a number', '42', 400],
  ['a string', '"Hi"', 400],
  ['an array', '[]', 400],
  ['an array of requests', JSON.stringify([chatBody()]), 400],
  ['an empty object', '{}', 400],
  ['half an object', '{"model":"main/m"', 400],
  ['a comma too many', '{"model":"main/m",}', 400],
  ['single quotes', "{'model':'main/m'}", 400],
  ['a comment', '/* */{}', 400],
  ['NaN', '{"model":NaN}', 400],
  ['a byte-order mark alone', '\uFEFF', 400],
  ['a control character in a string', '{"model":"\u0001"}', 400],
  ['a broken escape', '{"model":"\\x"}', 400],
  ['half a surrogate escape', '{"model":"\\ud8"}', 400],
  ['two objects', '{}{}', 400],
  ['XML', '<request/>', 400],
  ['a form', 'model=main/m&messages=Hi', 400],
  ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]), 400],
  ['a null byte', '\u0000', 400],
  ['100 000 brackets', '['.repeat(100_000), 400],
  ['100 000 levels of arrays', '['.repeat(100_000) + ']'.repeat(100_000), 400],
  ['1 000 levels of objects', nest(1000), 400],
  ['only a secret', SECRET, 400],
];

describe.each([CHAT, MESSAGES, EMBEDDINGS, COUNT])('%s refuses', (path) => {
  test.each(NO_REQUEST)('%s', async (_name, body, status) => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, path, body), path)).toMatchObject({ status, type: 'invalid_request_error' });
  });

  test.each([
    ['text/plain', 415],
    ['text/html', 415],
    ['application/xml', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/octet-stream', 415],
    ['nonsense', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=nonsense', 415],
  ])('the content type %s', async (type, status) => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, path, '{}', { 'content-type': type }), path)).toMatchObject({ status });
  });

  test.each([
    ['br', 400],
    ['gzip', 400],
    ['nonsense', 415],
  ])('a body that is not the %s that it says', async (encoding, status) => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, path, 'no such thing', { 'content-encoding': encoding }), path)).toMatchObject({ status });
  });
});

describe(`${CHAT} refuses`, () => {
  test.each(CHAT_TABLE)('%s', async (_name, body, param) => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, CHAT, body), CHAT)).toMatchObject({ status: 400, type: 'invalid_request_error', param });
  });
});

describe(`${MESSAGES} refuses`, () => {
  test.each(MESSAGES_TABLE)('%s', async (_name, body, field) => {
    const origin = await startGateway();
    const { status, type, message } = await errorOf(await post(origin, MESSAGES, body), MESSAGES);
    expect([status, type]).toEqual([400, 'invalid_request_error']);
    expect(message).toContain(field);
  });
});

describe(`${EMBEDDINGS} refuses`, () => {
  test.each([
    ['no input', { model: 'main/m' }, 'input'],
    ['an empty input', { model: 'main/m', input: [] }, 'input'],
    ['tokens', { model: 'main/m', input: [1, 2] }, 'input'],
    ['an object', { model: 'main/m', input: {} }, 'input'],
    ['an encoding that is none', { model: 'main/m', input: 'a', encoding_format: 'hex' }, 'encoding_format'],
    ['dimensions below one', { model: 'main/m', input: 'a', dimensions: 0 }, 'dimensions'],
  ])('%s', async (_name, body, param) => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, EMBEDDINGS, body), EMBEDDINGS)).toMatchObject({ status: 400, param });
  });

  test('a model that does not embed', async () => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, EMBEDDINGS, { model: 'main/m', input: 'a' }), EMBEDDINGS)).toMatchObject({ status: 404, code: 'model_not_found' });
  });
});

/** Names of models that could do harm in a path, a header or an object. */
const NAMES = ['nobody/m', 'main', 'main/', '/m', '/', '__proto__/m', 'constructor', 'toString/x', 'main/a b', 'main/\n', 'main/\ud800', 'main/\u0000', 'main/é', `main/${'x'.repeat(400)}`, '../../etc/passwd'];

describe.each([CHAT, MESSAGES])('%s', (path) => {
  const bodyOf = path === CHAT ? chatBody : messagesBody;

  test.each(NAMES)('has no model %j', async (model) => {
    const origin = await startGateway();
    const error = await errorOf(await post(origin, path, bodyOf({ model })), path);
    expect(error).toMatchObject({ status: 404, type: path === CHAT ? 'invalid_request_error' : 'not_found_error' });
    if (path === CHAT) expect(error.code).toBe('model_not_found');
  });

  test('says that a provider is disabled', async () => {
    const origin = await startGateway();
    expect(await errorOf(await post(origin, path, bodyOf({ model: 'off/m' })), path)).toMatchObject({ status: 503 });
  });

  test.each([
    ['in the body', '{"__proto__":{"polluted":true},'],
    ['in a tool', '{"tools":[{"type":"function","function":{"name":"f","parameters":{"__proto__":{"polluted":true}}}}],'],
    ['in a field that nobody reads', '{"extra":{"a":[{"__proto__":{"polluted":true}}]},'],
  ])('refuses a prototype %s', async (_name, start) => {
    const origin = await startGateway({ forwardUnread: true });
    expect(await errorOf(await post(origin, path, start + JSON.stringify(bodyOf()).slice(1)), path)).toMatchObject({ status: 400 });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('takes other names of the prototype as what they are', async () => {
    const model = scriptedModel('Hello.');
    const origin = await startGateway({ model });
    const response = await post(origin, path, bodyOf({ metadata: path === CHAT ? { constructor: 'a' } : { user_id: 'a' }, hasOwnProperty: 1, toString: 2 }));
    expect(response.status).toBe(200);
  });

  test('takes lone surrogates, and gives them back as JSON can say them', async () => {
    const model = scriptedModel(({ messages }) => messages[0]?.content as string);
    const origin = await startGateway({ model });
    const response = await post(origin, path, `${JSON.stringify(bodyOf()).replace('"Hi"', '"a\\ud800b"')}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('a\\ud800b');
  });

  test('takes nesting as deep as a schema may be, and not deeper', async () => {
    const origin = await startGateway();
    const deep = (levels: number) => JSON.stringify(bodyOf({ extra: 0 })).replace('"extra":0', `"extra":${nest(levels)}`);
    expect((await post(origin, path, deep(99))).status).toBe(200);
    expect(await errorOf(await post(origin, path, deep(100)), path)).toMatchObject({ status: 400 });
  });

  test('unpacks a body, but not a bomb', async () => {
    const origin = await startGateway({ bodyLimitBytes: 10_000 });
    const packed = (text: string) => post(origin, path, gzipSync(text), { 'content-encoding': 'gzip' });
    expect((await packed(JSON.stringify(bodyOf()))).status).toBe(200);
    expect(await errorOf(await packed(JSON.stringify(bodyOf({ extra: 'a'.repeat(1_000_000) }))), path)).toMatchObject({ status: 413 });
  });

  test('refuses a body over the limit', async () => {
    const origin = await startGateway({ bodyLimitBytes: 10_000 });
    const type = path === CHAT ? 'invalid_request_error' : 'request_too_large';
    expect(await errorOf(await post(origin, path, bodyOf({ extra: 'a'.repeat(10_000) })), path)).toMatchObject({ status: 413, type });
  });

  test('never repeats an endless field', async () => {
    const origin = await startGateway();
    const { message } = await errorOf(await post(origin, path, bodyOf({ messages: [{ role: 'user', content: [{ type: `${'x'.repeat(50_000)}thinking`, thinking: 'a' }] }] })), path);
    expect(message.length).toBeLessThan(600);
  });
});
