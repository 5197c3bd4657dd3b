import { APIError, InvalidRequestError, ResponseParseError, UnsupportedFeatureError, type Warning } from '@sdk/core';
import type { DecodeContext, EncodeContext } from '../codec.ts';

/** An encode context that gathers warnings, and throws the classes that a provider throws. */
export function encodeContext(
  context: Pick<EncodeContext, 'provider' | 'modelId'> & Partial<Pick<EncodeContext, 'stream'>>,
): EncodeContext & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    stream: false,
    ...context,
    warnings,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: context.provider });
    },
  };
}

/** A decode context that throws what it is told: `failed: ` and the vendor's error as JSON, or `malformed: ` and the message. */
export function decodeContext(context: { provider: string } & Pick<DecodeContext, 'modelId'> & Partial<DecodeContext>): DecodeContext {
  const { provider, ...more } = context;
  return {
    headers: {},
    fail(error) {
      throw new APIError(`failed: ${JSON.stringify(error)}`, { provider });
    },
    malformed(message, cause) {
      throw new ResponseParseError(`malformed: ${message}`, { provider, cause });
    },
    ...more,
  };
}
