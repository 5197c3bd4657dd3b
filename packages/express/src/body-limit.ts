import { EventEmitter } from 'node:events';
import type { RequestHandler, Response } from 'express';
import { respondError } from './respond-error.ts';

/**
 * Refuses requests whose body is longer than so many bytes with 413: at once by their `Content-Length`, else as soon as
 * that many have come. Reads and parses nothing itself.
 *
 * @param respond How the refusal is said.
 */
export function limitBody(maxBytes: number, respond: (res: Response, message: string) => void = respondTooLarge): RequestHandler {
  return (req, res, next) => {
    const refuse = () => {
      res.set('Connection', 'close'); // the rest of the body is not read, so nothing else can come on this connection
      respond(res, `The body is longer than ${maxBytes} bytes.`);
      res.once('finish', () => req.destroy());
    };
    const announced = Number(req.headers['content-length']);
    if (announced > maxBytes) return refuse();
    if (req.headers['transfer-encoding'] !== undefined) {
      let bytes = 0;
      const count = (chunk: Buffer | string) => {
        bytes += Buffer.byteLength(chunk);
        if (bytes <= maxBytes) return;
        // Whoever reads must not take what came so far for all of it: the rest is about to be thrown away.
        req.removeAllListeners('data').removeAllListeners('end');
        if (res.headersSent) req.destroy();
        else refuse();
      };
      // Past the stream's own `on`, which would start the flow before somebody reads.
      EventEmitter.prototype.on.call(req, 'data', count);
    }
    next();
  };
}

function respondTooLarge(res: Response, message: string): void {
  respondError(res, 413, 'request_too_large', message);
}
