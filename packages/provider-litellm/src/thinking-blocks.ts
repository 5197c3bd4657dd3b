import { isJSONObject, type AssistantMessage, type JSONObject, type JSONValue } from '@sdk/core';
import type { DecodeContext, EncodeContext } from '@sdk/http';
import type { AnswerReader, WireMessage } from '@sdk/openai-wire';

/**
 * Makes the reader of one answer: keeps `thinking_blocks` to send them back, and reads the thoughts from them where there is no
 * `reasoning_content`; mostly it says the same twice.
 *
 * @see https://docs.litellm.ai/docs/reasoning_content (read 2026-11-20)
 */
export function createThinkingReader({ modelId }: Pick<DecodeContext, 'modelId'>): AnswerReader {
  return new ThinkingReader(modelId);
}

class ThinkingReader implements AnswerReader {
  readonly modelId: string;
  readonly blocks: JSONObject[] = [];

  constructor(modelId: string) {
    this.modelId = modelId;
  }

  read(message: WireMessage, from: 'delta' | 'message'): WireMessage {
    const { thinking_blocks: blocks } = message as { thinking_blocks?: JSONValue };
    if (!Array.isArray(blocks)) return message;
    let text = '';
    for (const block of blocks) {
      if (!isJSONObject(block)) continue;
      text += thoughtOf(block);
      if (from === 'message' || !this.merge(block)) this.blocks.push(block);
    }
    if (text !== '' && !message.reasoning_content && !message.reasoning) message.reasoning_content = text;
    return message;
  }

  /** Whether a fragment continues the last block, and is now part of it. The signature ends a block. */
  merge(block: JSONObject): boolean {
    const last = this.blocks.at(-1);
    if (!last || last['type'] !== 'thinking' || block['type'] !== 'thinking' || last['signature']) return false;
    last['thinking'] = thoughtOf(last) + thoughtOf(block);
    if (block['signature']) last['signature'] = block['signature'];
    return true;
  }

  end(): ReturnType<AnswerReader['end']> {
    const sealed = this.blocks.filter(isSealed);
    return sealed.length > 0 ? { reasoning: { thinking_blocks: sealed, model: this.modelId } } : {};
  }
}

function thoughtOf({ thinking }: JSONObject): string {
  return typeof thinking === 'string' ? thinking : '';
}

/** Anthropic refuses thoughts without their signature. */
function isSealed({ type, signature, data }: JSONObject): boolean {
  return Boolean(type === 'redacted_thinking' ? data : signature);
}

/** Sends thoughts back as they came, to the model that had them. */
export function withThinkingBlocks(wire: JSONObject, { content }: AssistantMessage, { modelId }: EncodeContext): JSONObject {
  const blocks: JSONObject[] = [];
  for (const part of typeof content === 'string' ? [] : content) {
    const own = part.type === 'reasoning' ? part.providerData?.['litellm'] : undefined;
    if (isJSONObject(own) && own['model'] === modelId && Array.isArray(own['thinking_blocks'])) blocks.push(...own['thinking_blocks'].filter(isJSONObject));
  }
  if (blocks.length > 0) wire['thinking_blocks'] = blocks;
  return wire;
}
