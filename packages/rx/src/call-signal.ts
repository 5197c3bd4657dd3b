/** The signal of one subscription: it fires when the caller's own does, with its reason, and when the subscription ends. */
export interface CallSignal {
  readonly signal: AbortSignal;
  /** Ends the call, and leaves nothing on the caller's signal. */
  end(): void;
}

/** Makes the signal of one subscription. @param outer The caller's own, `undefined` when there is none. */
export function callSignal(outer: AbortSignal | undefined): CallSignal {
  const controller = new AbortController();
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    end() {
      outer?.removeEventListener('abort', follow);
      controller.abort(new DOMException('The subscription has ended.', 'AbortError'));
    },
  };
}
