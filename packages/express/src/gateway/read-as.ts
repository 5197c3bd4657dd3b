import { InvalidRequestError } from '@sdk/core';
import { Refusal } from './refusal.ts';

/** Reads a body. What is wrong with it is told to the client, with the field. @throws Refusal */
export function readAs<Read>(read: (body: unknown) => Read, body: unknown): Read {
  try {
    return read(body);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    const { code = 'invalid_request', message, param } = error as InvalidRequestError & { param?: string };
    throw new Refusal(400, code, message, param || null);
  }
}
