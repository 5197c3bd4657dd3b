import type { LanguageModel, Warning } from '@sdk/core';
import type { Request } from 'express';
import type { MessageOf, StatusOf } from '../error-body.ts';
import type { ErrorListener } from '../print-error.ts';
import type { FileRules } from './files/file-rules.ts';

/** What the routers of all APIs take. */
export interface GatewayOptions {
  /** Who may come in, by `Authorization: Bearer <key>` or `x-api-key: <key>`. One that is empty is refused at start. @default everybody */
  keys?: readonly (string | undefined)[];
  /** The longest body of a request, in bytes, as it is sent and as it is unpacked. @default 20 MiB */
  bodyLimitBytes?: number;
  /** Other names for models, e.g. `{ 'gpt-5': 'gemini/gemini-3-pro' }`. */
  aliases?: Readonly<Record<string, string>>;
  /** What is put around every model, e.g. `(model) => withRetry(model)`. */
  wrapModel?: (model: LanguageModel, req: Request) => LanguageModel;
  /** Which files a message may point to. @default public http(s) addresses only */
  files?: FileRules;
  /** Send fields that a call has no place for (`verbosity`, `service_tier`, …) to the vendor, as `extraBody`. @default false */
  forwardUnread?: boolean;
  /** How long a stream may be silent before something is sent, in milliseconds; 0 for never. @default 15_000 */
  keepAliveMs?: number;
  /** Another message for the client than the general one of the error's kind. */
  messageOf?: MessageOf;
  /** Another status for the client, e.g. 502 for a vendor's 401. */
  statusOf?: StatusOf;
  /**
   * Is told of every failure that is not the client's own mistake.
   *
   * @default prints it with `console.error`; not where NODE_ENV is `test`
   */
  onError?: ErrorListener;
  /** Is told what could not be honoured as asked, e.g. a field that is left out: the answers have no place for it. @default nobody is told */
  onWarning?: (warning: Warning, req: Request) => void;
}

/** Images of usual cameras, as base64, fit. */
export const BODY_LIMIT_BYTES = 20 * 1024 * 1024;

/** Shorter than the idle timeouts of usual proxies (30 or 60 s). */
export const KEEP_ALIVE_MS = 15_000;
