import type { Response } from 'express';
import type { ErrorBody } from './error-body.ts';

/** Answers with an error of our own, in the form of all others. */
export function respondError(res: Response, status: number, code: string, message: string): void {
  const body: ErrorBody = { error: { message, type: 'invalid_request_error', code, param: null } };
  res.status(status).json(body);
}
