import { describe, expect, it } from 'vitest';
import { decodeError } from '../src/decode-error.ts';
import { errorBody, TOO_LONG } from './fixtures/chat.ts';

const read = (body: unknown, status = 400) => decodeError({ status, headers: {}, body });

describe('an error body', () => {
  it('has a message and, sometimes, a code', () => {
    expect(read(JSON.parse(TOO_LONG))).toEqual({ message: expect.stringMatching(/^too many tokens: size/) as string, code: 'TOO_MANY_TOKENS', kind: 'context-length' });
    expect(read(JSON.parse(errorBody('invalid request: model is required')))).toEqual({ message: 'invalid request: model is required' });
  });

  it.each([
    ['too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292.', 'context-length'],
    ['too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192.', 'invalid-request'],
    ['You are using a Trial key, which is limited to 1000 API calls / month.', 'quota-exceeded'],
    ['limited to 1000 API calls/month', 'quota-exceeded'],
    ['You are using a Trial key, which is limited to 40 API calls / minute.', undefined],
    ['trial token rate limit exceeded, limit is 100000 tokens per minute', undefined],
    ['prices change next month', undefined],
    ['invalid api token', 'authentication'],
  ])('"%s" is %s', (message, kind) => {
    expect(read({ message }).kind).toBe(kind);
  });

  it('of 498 says that a text is blocked, whatever its words', () => {
    expect(read({ message: 'invalid token' }, 498)).toEqual({ message: 'invalid token', kind: 'content-filter' });
    expect(read(undefined, 498)).toEqual({ kind: 'content-filter' });
  });

  it.each([
    ['the last event of a stream', { type: 'message-end', delta: { error: 'boom', finish_reason: 'ERROR' } }, { message: 'boom', code: 'ERROR' }],
    ['an answer without words', { message: {}, finish_reason: 'TIMEOUT' }, { message: 'the answer could not be finished (TIMEOUT).', code: 'TIMEOUT' }],
    ['a gateway', { error: { message: 'boom' } }, { message: 'boom' }],
    ['an older server', { data: 'boom' }, { message: 'boom' }],
    ['nobody', { message: '', error: 7 }, {}],
    ['a list', [], {}],
    ['nothing', undefined, {}],
  ])('is read from %s', (_name, body, details) => {
    expect(read(body, 200)).toEqual(details);
  });
});
