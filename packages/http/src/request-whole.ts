import { AbortError, ResponseParseError, type CallOptions, type Timeouts, type Tool } from '@sdk/core';
import { createBodyText } from './body-text.ts';
import type { DecodeContext, ErrorCodec } from './codec.ts';
import { toConnectionError } from './connection-error.ts';
import { Exchange } from './exchange.ts';
import { whenReady, type MaybePromise } from './maybe-promise.ts';
import { createDecodeContext, isGood, parseAnswer, toStatusError, type ReceivedAnswer } from './received-answer.ts';
import { createRedact, type Secrets } from './redact.ts';
import type { Settings } from './settings.ts';
import type { TransportRequest } from './transport.ts';

/** One request whose answer is read whole. */
export interface WholeRequest {
  settings: Settings;
  codec: ErrorCodec;
  timeouts: Required<Timeouts>;
  signal: AbortSignal | undefined;
  /** For redaction. */
  messages?: CallOptions['messages'];
  prepare(): MaybePromise<TransportRequest>;
}

/** A whole answer with a good status, its body parsed. */
export interface WholeAnswer {
  body: unknown;
  headers: Record<string, string>;
  /** When the request began, on the clock of `performance.now()`. */
  startedAt: number;
  context(modelId: string, tools?: readonly Tool[]): DecodeContext;
}

/**
 * Sends a request and reads its JSON answer.
 *
 * @throws SdkError by rejection: an error status as its class, a body that is no JSON as `ResponseParseError`, one that
 * was cut as `StreamInterruptedError`.
 */
export async function requestWhole(request: WholeRequest): Promise<WholeAnswer> {
  const { answer, startedAt } = await receive(request);
  if (!isGood(answer.status)) throw toStatusError(answer);
  const body = parseAnswer(answer);
  return { body, headers: answer.headers, startedAt, context: (modelId, tools) => createDecodeContext(modelId, answer, tools) };
}

/** Sends a request and reads its answer's body, whatever its status. */
export function receive(request: WholeRequest): Promise<{ answer: ReceivedAnswer; startedAt: number }> {
  const { settings, codec, timeouts, signal } = request;
  const { limits, transport } = settings;
  const provider = settings.server.id;
  const secrets: Secrets = { messages: request.messages ?? [] };
  const redact = createRedact(() => secrets);

  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: Record<string, string> = {};
    let body = createBodyText(0);

    const prepare = () =>
      whenReady(request.prepare(), (prepared) => {
        secrets.headers = prepared.headers;
        return prepared;
      });

    function finish(): void {
      const answer = { settings, codec, redact, status, headers, text: body.text() };
      resolve({ answer, startedAt: exchange.startedAt() });
    }

    const exchange = new Exchange(
      { provider, transport, timeouts, signal, prepare },
      {
        onHeaders(code, received) {
          status = code;
          headers = received;
          body = createBodyText(isGood(code) ? limits.jsonBytes : limits.errorBodyBytes);
        },
        onData(chunk) {
          if (body.add(chunk)) return;
          if (isGood(status)) {
            const message = `${provider} answered with more than ${limits.jsonBytes} bytes (limits.jsonBytes).`;
            throw new ResponseParseError(message, { provider, status });
          }
          exchange.cancel();
          finish();
        },
        onEnd: finish,
        onFailure(error) {
          // An error status says more than the loss of its body.
          if (status !== 0 && !isGood(status) && !(error instanceof AbortError)) finish();
          else reject(toConnectionError(error, { settings, redact, bodyBegan: status !== 0 }));
        },
      },
    );
    exchange.start();
  });
}
