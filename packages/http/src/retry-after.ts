/**
 * How long the server asks to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date.
 *
 * `undefined` when it does not say, or nothing that can be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after (read 2026-11-20)
 */
export function parseRetryAfter(headers: Record<string, string>, now = Date.now()): number | undefined {
  const inMs = number(headers['retry-after-ms']);
  const value = headers['retry-after'];
  if (value === undefined) return inMs;
  const inSeconds = number(value);
  const ms = inSeconds !== undefined ? inSeconds * 1000 : untilDate(value, now);
  // Azure has been seen to send `retry-after-ms: 0` beside `retry-after: 1`: the server's wait is never shortened.
  if (inMs === 0) return ms;
  return inMs ?? ms;
}

function number(value: string | undefined): number | undefined {
  if (value === undefined || !/^\s*\d+(?:\.\d+)?\s*$/.test(value)) return undefined;
  return Number(value);
}

function untilDate(value: string, now: number): number | undefined {
  const at = value.includes(':') ? Date.parse(value) : Number.NaN; // Date.parse takes "-3" for a year
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
