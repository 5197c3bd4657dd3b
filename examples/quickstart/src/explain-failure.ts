import { inspect } from 'node:util';
import { APIError, SdkError } from '@sdk/core';
import { UsageError } from './arguments.ts';
import { printable } from './print.ts';

/** What to do about a failure, by its kind. The message itself names the provider, the option and the variable. */
const HINTS: Record<string, string> = {
  connection: 'Is this machine online? Is the server running, and its address right (OPENAI_BASE_URL)?',
  timeout: 'The server is there but slow. Try again, or another --model.',
  authentication: 'A key comes from the environment or from .env; it must belong to the server that was asked.',
  'permission-denied': 'This key is not allowed to do that. Try another --model.',
  'not-found': 'Does this model exist there? Name another one with --model provider/id.',
  'context-length': 'The prompt is too long for this model.',
  'content-filter': 'The vendor does not answer this prompt.',
  'quota-exceeded': 'The account has no credit left. Add some, or name another provider with --model.',
  'rate-limit': 'Too many requests. Try again later.',
  overloaded: 'The vendor is busy. Try again later.',
  server: 'The vendor failed. Try again later.',
  'stream-interrupted': 'The connection was lost in the middle of the answer. Try again.',
  'response-parse': 'The server does not speak the protocol that was expected. Is its address right (OPENAI_BASE_URL, OLLAMA_HOST)?',
};

/** A failure as one message with a hint; all of it, with the stack, in debug mode. */
export function explainFailure(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = [`Error: ${message}`, hintFor(error) ?? ''];
  if (debug) lines.push(inspect(error), ...causesOf(error).map((cause) => `caused by ${stackOf(cause)}`));
  else if (!(error instanceof SdkError || error instanceof UsageError)) lines.push('Run it with --debug to see where.');
  return printable(lines.filter((line) => line !== '').join('\n'));
}

function hintFor(error: unknown): string | undefined {
  if (!(error instanceof APIError)) return undefined;
  if (error.kind === 'invalid-request' && /reason/i.test(error.message)) return 'Try --reasoning none, or another --model.';
  if (error.kind === 'connection' && error.provider === 'ollama') return undefined; // its message says what to do
  if (error.retryAfterMs) return `Try again in ${Math.ceil(error.retryAfterMs / 1000)} s.`;
  return HINTS[error.kind];
}

/** The stack alone: fields of a foreign error may hold what the server sent. */
function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The SDK keeps causes out of what it prints by itself; the one who debugs wants them. */
function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [] : [cause, ...causesOf(cause)];
}
