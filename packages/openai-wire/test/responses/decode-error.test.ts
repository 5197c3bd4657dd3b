import { expect, it } from 'vitest';
import { createResponsesCodec } from '../../src/responses/index.ts';

it.each([
  [200, { code: 'invalid_prompt', message: 'Your prompt was flagged.' }, 'content-filter'],
  [400, { code: 'invalid_prompt', message: 'It violates our usage policies.' }, 'content-filter'],
  [200, { code: 'invalid_prompt', message: 'Malformed.' }, 'invalid-request'],
  [400, { code: 'invalid_prompt', message: 'Malformed.' }, undefined],
  [200, { code: 'bio_policy', message: '' }, 'content-filter'],
  [200, { code: 'misalignment_policy_violation', message: '' }, 'content-filter'],
  [200, { code: 'image_content_policy_violation', message: '' }, 'content-filter'],
  [200, { code: 'data_residency_mismatch', message: '' }, 'invalid-request'],
  [200, { code: 'vector_store_timeout', message: '' }, 'server'],
  [200, { code: 'failed_to_download_image', message: '' }, 'invalid-request'],
  [200, { code: 'invalid_base64_image', message: '' }, 'invalid-request'],
  [200, { code: 'rate_limit_exceeded', message: '' }, 'rate-limit'],
  [200, { code: 'invalid_api_key', message: '' }, 'authentication'],
  [200, { code: 'toString', message: '' }, undefined],
  [200, { message: 'No.' }, undefined],
])('%d with %j is of the kind %s', (status, error, kind) => {
  const codec = createResponsesCodec();
  expect(codec.decodeError({ status, headers: {}, body: { error } }).kind).toBe(kind);
  expect(codec.decodeError({ status, headers: {}, body: { type: 'error', ...error } }).kind).toBe(kind);
});

it('asks the dialect last', () => {
  const codec = createResponsesCodec({ hooks: { readError: (details) => ({ ...details, retryable: true }) } });
  expect(codec.decodeError({ status: 400, headers: {}, body: { error: { message: 'No.' } } })).toEqual({ message: 'No.', retryable: true });
});

it('passes on what the dialect says of headers, statuses and URLs', () => {
  const codec = createResponsesCodec({ requestIdHeaders: ['x-id'], retryableStatuses: [409], rateLimitReset: 'seconds', takesUrl: () => false });
  expect(codec).toMatchObject({ requestIdHeaders: ['x-id'], retryableStatuses: [409] });
  expect(codec.readRateLimit?.({ 'x-ratelimit-reset-tokens': '2' })).toEqual({ tokens: { resetMs: 2_000 } });
  expect(codec.takesUrl?.({ type: 'file', mediaType: 'image/png', url: 'https://a.example' })).toBe(false);
  expect(createResponsesCodec().fixedFields).toEqual({ background: false });
  expect(createResponsesCodec().requestIdHeaders).toEqual(['x-request-id']);
  expect(createResponsesCodec().readRateLimit?.({ 'x-ratelimit-reset-tokens': '2s' })).toEqual({ tokens: { resetMs: 2_000 } });
});
