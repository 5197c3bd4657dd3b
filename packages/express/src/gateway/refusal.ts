import { InvalidRequestError } from '@sdk/core';

/** A request that is refused here, before any model is asked. The message is for the client. */
export class Refusal extends InvalidRequestError {
  /** The field that is wrong, e.g. `'messages[0].content'`; `null` where it is none. */
  readonly param: string | null;

  constructor(status: number, code: string, message: string, param: string | null = null) {
    super(message, { provider: 'gateway', status, code });
    this.param = param;
  }
}
