import type { ServerResponse } from 'node:http';

const signals = new WeakMap<ServerResponse, AbortSignal>();

/**
 * A signal that fires at once when the client goes before it has got its whole answer: a closed tab, a lost connection.
 *
 * For calls that are not sent by `sendStream` or `sendText`, which have signals of their own. The same signal for the
 * same response.
 *
 * @example
 * const { text } = await req.sdk.model().generate({ messages, signal: abortSignal(res) });
 */
export function abortSignal(res: ServerResponse): AbortSignal {
  let signal = signals.get(res);
  if (!signal) signals.set(res, (signal = watch(res)));
  return signal;
}

function watch(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const onClose = () => {
    if (!res.writableFinished) controller.abort(clientLeft());
  };
  if (res.destroyed) onClose();
  else res.once('close', onClose);
  return controller.signal;
}

/** The reason that a call is given when its client has gone. */
export function clientLeft(): DOMException {
  return new DOMException('The client has closed the connection.', 'AbortError');
}
