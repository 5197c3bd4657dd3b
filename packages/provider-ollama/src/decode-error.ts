import { isJSONObject } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';

interface Rule {
  says: RegExp;
  kind?: NonNullable<ErrorDetails['kind']>;
  retryable?: boolean;
  /** What to do about it. */
  hint?(message: string): string;
}

/**
 * What Ollama's words mean: it has no codes.
 *
 * @see https://github.com/ollama/ollama/blob/main/server/routes.go (read 2026-11-20); the cloud's limits as users report them
 */
const RULES: readonly Rule[] = [
  { says: /\bmodel\b.*\bnot found\b|try pulling it first/i, kind: 'not-found', hint: pullHint },
  {
    says: /exceeds? the (?:available |maximum )?context (?:length|size|window)/i,
    kind: 'context-length',
    retryable: false,
    hint: () => 'Shorten the conversation, or give the model more room: `extraBody: { options: { num_ctx: 32768 } }`.',
  },
  { says: /does not support/i, kind: 'invalid-request', hint: () => '`ollama show` says what a model can do.' },
  { says: /\busage limit\b/i, kind: 'quota-exceeded' },
  { says: /requires more system memory/i, retryable: false },
  { says: /^unauthorized$/i, kind: 'authentication', hint: () => 'Models of the cloud need `ollama signin` or a key.' },
];

/** Reads an error body, `{error: "text"}`; also `{error: {message}}`, as gateways in front of it write. */
export function decodeError({ status, body }: ErrorSample): ErrorDetails {
  const message = messageOf(body);
  if (message === undefined) {
    return status === 404 && body === undefined ? { message: 'no such endpoint. Is `baseUrl` the root of an Ollama server?' } : {};
  }
  const rule = RULES.find(({ says }) => says.test(message));
  const hint = rule?.hint?.(message);
  return {
    message: hint ? `${message.replace(/\.?\s*$/, '.')} ${hint}` : message,
    ...(rule?.kind ? { kind: rule.kind } : {}),
    ...(rule?.retryable === undefined ? {} : { retryable: rule.retryable }),
  };
}

function messageOf(body: unknown): string | undefined {
  if (!isJSONObject(body)) return undefined;
  const { error } = body;
  const message = isJSONObject(error) ? error['message'] : error;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

function pullHint(message: string): string {
  const name = /\bmodel ["']?([\w.:/@-]+)["']? not found/i.exec(message)?.[1];
  return `\`ollama pull ${name ?? '<model>'}\` fetches it; \`ollama list\` shows what is there.`;
}
