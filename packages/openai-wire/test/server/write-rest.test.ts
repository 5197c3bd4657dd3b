import {
  AbortError,
  APIConnectionError,
  APITimeoutError,
  AuthenticationError,
  ConfigurationError,
  errorFromJSON,
  errorToJSON,
  InvalidRequestError,
  NotFoundError,
  RateLimitError,
  ResponseParseError,
  SdkError,
  ServerError,
  UnsupportedFeatureError,
  type EmbedResult,
} from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { createEmbeddingCodec } from '../../src/index.ts';
import { readChatRequest, readEmbeddingRequest, writeEmbeddings, writeError, writeModelList } from '../../src/server/index.ts';
import { catchError } from './catch-error.ts';

const at = { provider: 'acme' };

describe('errors', () => {
  it.each<[SdkError, number, string, string]>([
    [new AuthenticationError('no', at), 401, 'invalid_request_error', 'invalid_api_key'],
    [new NotFoundError('no', { ...at, status: 404 }), 404, 'invalid_request_error', 'model_not_found'],
    [new InvalidRequestError('no', { ...at, status: 422 }), 422, 'invalid_request_error', 'invalid_request'],
    [new RateLimitError('no', at), 429, 'rate_limit_error', 'rate_limit_exceeded'],
    [new RateLimitError('no', { ...at, status: 200, code: 'slow_down' }), 429, 'rate_limit_error', 'slow_down'],
    [new ServerError('no', { ...at, status: 503 }), 503, 'server_error', 'server_error'],
    [new APIConnectionError('no', at), 502, 'server_error', 'connection_error'],
    [new APITimeoutError('no', { ...at, phase: 'idle', timeoutMs: 1 }), 504, 'server_error', 'timeout'],
    [new ResponseParseError('no', { ...at, status: 404 }), 502, 'server_error', 'invalid_response'],
    [new UnsupportedFeatureError('no'), 400, 'invalid_request_error', 'unsupported_feature'],
    [new ConfigurationError('no'), 500, 'server_error', 'configuration_error'],
    [new AbortError('no'), 503, 'server_error', 'aborted'],
    [new SdkError('no'), 500, 'server_error', 'server_error'],
    [errorFromJSON({ kind: 'constructor', message: 'no', provider: 'acme' }), 500, 'server_error', 'server_error'],
  ])('%s', (error, status, type, code) => {
    expect(writeError(error)).toEqual({ status, body: { error: { message: 'no', type, code, param: null } } });
  });

  it('keep the words of a vendor that speaks as OpenAI does', () => {
    const body = JSON.stringify({ error: { message: 'x', type: 'tokens', param: 'messages', code: 'y' } });
    expect(writeError(new RateLimitError('no', { ...at, status: 429, code: 'y', body })).body.error).toEqual({ message: 'no', type: 'tokens', code: 'y', param: 'messages' });
    for (const other of ['<html>', '{"error":"text"}', '{"error":{"type":5,"param":null}}', body.slice(0, 30)]) {
      expect(writeError(new RateLimitError('no', { ...at, body: other })).body.error).toMatchObject({ type: 'rate_limit_error', param: null });
    }
  });

  it('name the field of a bad request, also after a journey as JSON', () => {
    const error = catchError(() => readChatRequest({ model: 'm', messages: [{ role: 'user' }] }));
    const written = { status: 400, body: { error: { message: error.message, type: 'invalid_request_error', code: 'missing_required_parameter', param: 'messages[0].content' } } };
    expect(writeError(error)).toEqual(written);
    expect(writeError(errorFromJSON(errorToJSON(error)))).toEqual(written);
  });
});

describe('embeddings', () => {
  const result: EmbedResult = { embeddings: [[0.25, -0.5], [1e-3, 3]], usage: { inputTokens: 3 }, warnings: [], response: { provider: 'acme' } };

  it('are asked for', () => {
    expect(readEmbeddingRequest({ model: 'e', input: 'a' })).toEqual({ model: 'e', encodingFormat: 'float', options: { values: ['a'] } });
    expect(readEmbeddingRequest({ model: 'e', input: ['a', ''], encoding_format: 'base64', dimensions: 8, user: 'u' })).toEqual({
      model: 'e',
      encodingFormat: 'base64',
      options: { values: ['a', ''], dimensions: 8 },
    });
  });

  it.each<[object, string]>([
    [{ input: undefined }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [1, 2] }, 'input'],
    [{ input: [[1, 2]] }, 'input'],
    [{ input: ['a', null] }, 'input[1]'],
    [{ model: undefined }, 'model'],
    [{ dimensions: 0 }, 'dimensions'],
    [{ encoding_format: 'hex' }, 'encoding_format'],
    [{ user: 5 }, 'user'],
  ])('are refused for %j', (fields, param) => {
    expect(catchError(() => readEmbeddingRequest({ model: 'e', input: 'a', ...fields }))).toMatchObject({ param });
  });

  it('are written as numbers', () => {
    expect(writeEmbeddings(result, { model: 'e' })).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.25, -0.5] },
        { object: 'embedding', index: 1, embedding: [1e-3, 3] },
      ],
      model: 'e',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
  });

  it('are written as base64, which our own decoder reads back', () => {
    const written = writeEmbeddings(result, { model: 'e', encodingFormat: 'base64' });
    expect(written.data[0]?.embedding).toBe('AACAPgAAAL8=');
    const never = () => {
      throw new Error('malformed');
    };
    const read = createEmbeddingCodec().decode(written, { modelId: 'e', headers: {}, fail: never, malformed: never });
    expect(read.embeddings).toEqual([[0.25, -0.5], [Math.fround(1e-3), 3]]);
  });

  it('have a usage of zero where none was reported', () => {
    expect(writeEmbeddings({ ...result, usage: {} }, { model: 'e' }).usage).toEqual({ prompt_tokens: 0, total_tokens: 0 });
    expect(writeEmbeddings({ ...result, usage: { totalTokens: 4 } }, { model: 'e' }).usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
  });
});

describe('a list of models', () => {
  it('says whose each is, and since when, as far as the vendor does', () => {
    expect(writeModelList([{ id: 'a', raw: { created: 5, owned_by: 'acme' } }, { id: 'b', raw: null }, { id: 'c', raw: { created: '5', owned_by: null } }], { ownedBy: 'us' })).toEqual({
      object: 'list',
      data: [
        { id: 'a', object: 'model', created: 5, owned_by: 'acme' },
        { id: 'b', object: 'model', created: 0, owned_by: 'us' },
        { id: 'c', object: 'model', created: 0, owned_by: 'us' },
      ],
    });
    expect(writeModelList([{ id: 'b', raw: 1 }]).data[0]?.owned_by).toBe('unknown');
  });
});
