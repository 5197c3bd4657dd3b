import type { CallOptions } from '@sdk/core';
import { resolveTimeouts } from './call-guard.ts';
import type { TokenCountCodec } from './codec.ts';
import { prepareCall, type ChatTarget } from './prepare.ts';
import { decoding } from './received-answer.ts';
import { requestWhole } from './request-whole.ts';

/** Asks how many tokens a call would take. @throws SdkError by rejection. */
export async function countTokens(target: ChatTarget, tokenCount: TokenCountCodec, call: CallOptions): Promise<{ inputTokens: number }> {
  const { settings, codec, modelId } = target;
  const { body, context } = await requestWhole({
    settings,
    codec,
    timeouts: resolveTimeouts(settings, call.timeouts),
    signal: call.signal,
    messages: call.messages,
    prepare: prepareCall(target, call, false, tokenCount).request,
  });
  const decodeContext = context(modelId);
  return decoding(decodeContext, () => tokenCount.decode(body, decodeContext));
}
