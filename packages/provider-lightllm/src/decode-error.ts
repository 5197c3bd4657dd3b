import type { ErrorDetails, ErrorSample } from '@sdk/http';
import { decodeError as decodeChatError } from '@sdk/openai-wire';

/** What the server says of a prompt that is too long, with status 400, on older servers 417. */
const TOO_LONG = /max_req_(?:total|input)_len|(?:input|prompt|req(?:uest)?)\b[^.]*\b(?:len(?:gth)?|tokens?)\b[^.]*\btoo long/i;

/** What older servers write where newer ones have `{error}`, and what a proxy in front may. Pure. */
export function decodeError(sample: ErrorSample): ErrorDetails {
  return refineError(decodeChatError(sample));
}

/** Adds what LightLLM's words say beyond its codes, which only repeat the status. */
export function refineError(details: ErrorDetails): ErrorDetails {
  return details.message !== undefined && TOO_LONG.test(details.message) ? { ...details, kind: 'context-length' } : details;
}
