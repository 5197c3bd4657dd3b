import type { GenerateResult } from '@sdk/core';
import type { MessageAnswer, MessageIdentity } from './answer.ts';
import { writeBlock } from './write-block.ts';
import { writeStop, writeUsage } from './write-stop.ts';

/**
 * Writes a whole answer as a message.
 *
 * Sources, files, and what another vendor ran itself have no place and are left out; thoughts of other vendors are there,
 * unsigned. The finish reasons `error` and `other` become `end_turn`.
 */
export function writeMessage(result: GenerateResult, { id, model }: MessageIdentity): MessageAnswer {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: result.content.flatMap((part) => writeBlock(part) ?? []),
    ...writeStop(result.finishReason, result.providerData),
    usage: writeUsage(result.usage),
  };
}
