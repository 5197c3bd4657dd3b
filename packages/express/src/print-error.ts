import type { SdkError } from '@sdk/core';
import type { Request } from 'express';

/** Is told of the whole error, of which the client sees next to nothing. */
export type ErrorListener = (error: SdkError, req: Request) => void;

/** Prints an error for whoever runs the server. An SdkError prints neither keys nor prompts. */
export const printError: ErrorListener = (error, req) => {
  if (req.app?.get('env') !== 'test') console.error(error);
};
