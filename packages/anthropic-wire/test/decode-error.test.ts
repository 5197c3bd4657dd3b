import { describe, expect, it } from 'vitest';
import { decodeError } from '../src/index.ts';

const read = (body: unknown, status = 400) => decodeError({ status, headers: {}, body });
const error = (type: string, message = 'M', more: object = {}) => ({ type: 'error', error: { type, message, ...more }, request_id: 'r' });

describe('an error', () => {
  it.each([
    ['invalid_request_error', undefined, 400],
    ['authentication_error', 'authentication', 401],
    ['billing_error', 'quota-exceeded', 402],
    ['permission_error', 'permission-denied', 403],
    ['not_found_error', 'not-found', 404],
    ['conflict_error', undefined, 409],
    ['request_too_large', undefined, 413],
    ['rate_limit_error', undefined, 429],
    ['api_error', 'server', 500],
    ['timeout_error', 'server', 504],
    ['overloaded_error', 'overloaded', 529],
    ['an_error_of_tomorrow', undefined, undefined],
  ])('of type %s is of kind %s; in a stream it stands for the status %s', (type, kind, status) => {
    expect(read(error(type))).toEqual({ message: 'M', code: type, ...(kind ? { kind } : {}) });
    expect(read(error(type), 200)).toEqual({ message: 'M', code: type, ...(kind ? { kind } : {}), ...(status ? { status } : {}) });
  });

  it('has the code that names the cause, where there is one', () => {
    expect(read(error('invalid_request_error', 'M', { details: { error_code: 'tool_name_conflict' } })).code).toBe('tool_name_conflict');
    expect(read(error('invalid_request_error', 'M', { details: null })).code).toBe('invalid_request_error');
  });

  it.each([
    [error('rate_limit_error', 'M', { details: { error_code: 'enforced_spend_limit_reached' } })],
    [error('rate_limit_error', 'M', { details: { error_code: 'contract_spend_limit_reached' } })],
    [error('invalid_request_error', 'You have reached your specified API usage limits. You will regain access on 2026-12-01.')],
    [error('invalid_request_error', 'This workspace reached its spending limit.')],
  ])('about money is not healed by waiting: %j', (body) => {
    expect(read(body, 429)).toMatchObject({ kind: 'quota-exceeded', retryable: false });
    expect(read(body, 200)).not.toHaveProperty('status');
  });

  it.each<[unknown, object]>([
    [{ error: 'text' }, { message: 'text' }],
    [{ message: 'text' }, { message: 'text' }],
    [{ type: 'error', message: 'text' }, { message: 'text' }],
    [{ error: {} }, {}],
    [{ error: { message: 5, type: '' } }, {}],
    [{}, {}],
    [undefined, {}],
    ['x', {}],
  ])('in the form %j says %j', (body, details) => {
    expect(read(body)).toEqual(details);
  });
});
