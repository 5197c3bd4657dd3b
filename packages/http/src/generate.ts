import { createResult, type CallOptions, type ContentPart, type GenerateResult, type ResponseInfo } from '@sdk/core';
import { resolveTimeouts } from './call-guard.ts';
import type { DecodeContext } from './codec.ts';
import { createPartWriter, type Finish } from './part-writer.ts';
import { prepareCall, type ChatTarget } from './prepare.ts';
import { decoding, responseInfo } from './received-answer.ts';
import { requestWhole } from './request-whole.ts';

/** Asks for a whole answer. @throws SdkError by rejection. */
export async function generate(target: ChatTarget, call: CallOptions): Promise<GenerateResult> {
  const { settings, codec, modelId } = target;
  const timeouts = resolveTimeouts(settings, call.timeouts);
  const prepared = prepareCall(target, call, false);
  const { body, headers, startedAt, context } = await requestWhole({
    settings,
    codec,
    timeouts,
    signal: call.signal,
    messages: call.messages,
    prepare: prepared.request,
  });

  const decodeContext = context(modelId, call.tools);
  const answer = decoding(decodeContext, () => readWhole(target, body, decodeContext));
  const rateLimit = codec.readRateLimit?.(headers);
  const { response, ...finish } = answer.finish;
  return createResult({
    ...finish,
    content: answer.content,
    warnings: prepared.warnings,
    response: { ...responseInfo(target, headers), ...answer.response, ...response },
    ...(rateLimit ? { rateLimit } : {}),
    timing: { totalMs: performance.now() - startedAt },
  });
}

function readWhole({ codec }: ChatTarget, body: unknown, context: DecodeContext) {
  const parts: { index: number; part: ContentPart }[] = [];
  let response: Partial<ResponseInfo> = {};
  let finish: Finish | undefined;
  const writer = createPartWriter({
    wantsDeltas: false,
    onStart: (info) => (response = info),
    onPart: (part) => part.type === 'part' && parts.push(part),
    onFinish: (last) => (finish = last),
  });
  codec.decode(body, writer, context);
  if (!finish) return context.malformed('the answer has no end.');
  const content = parts.sort((a, b) => a.index - b.index).map(({ part }) => part);
  return { content, response, finish };
}
