import type { AssistantMessage, CallOptions, JSONObject, Reasoning } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { dropFields, encodeEffort, nearestEffort, warnUnsupported, type AnswerReader, type ChatDialect, type WireMessage } from '@sdk/openai-wire';

/**
 * An effort in DeepSeek's words, each as it maps OpenAI's itself; not to think is a switch of its own.
 *
 * @see https://api-docs.deepseek.com/guides/thinking_mode (read 2026-11-21)
 */
function askReasoning(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined {
  if (reasoning === 'none') return { thinking: { type: 'disabled' } };
  const effort = encodeEffort(reasoning, context, (word) => (word === 'xhigh' ? 'high' : nearestEffort(word, ['low', 'high', 'max'])));
  return { thinking: { type: 'enabled' }, ...effort };
}

/** What has no effect while a model thinks, and the options that these come from. */
const IDLE_WHILE_THINKING = { temperature: 'temperature', presence_penalty: 'presencePenalty', frequency_penalty: 'frequencyPenalty' };

/** Models think unless told not to; `deepseek-chat` was the name of one that does not. */
function thinks(modelId: string, reasoning: Reasoning | undefined): boolean {
  return reasoning === undefined ? modelId !== 'deepseek-chat' : reasoning !== 'none';
}

function finishRequest({ user, parallel_tool_calls: parallel, ...body }: JSONObject, options: CallOptions, context: EncodeContext): JSONObject {
  if (user !== undefined) body['user_id'] = user;
  if (parallel !== undefined) warnUnsupported(context, 'parallelToolCalls');
  const messages = body['messages'] as JSONObject[];
  const last = messages.at(-1);
  if (last?.['role'] === 'assistant') last['prefix'] = true;
  return thinks(context.modelId, options.reasoning) ? dropFields(body, IDLE_WHILE_THINKING, context) : body;
}

/**
 * Thoughts go back with what they led to: without them, DeepSeek refuses a conversation with tools, and it ignores them in
 * any other. Thoughts of other providers do not; for their calls an empty text stands in.
 */
function withThoughts(wire: JSONObject, { content }: AssistantMessage): JSONObject {
  let thoughts: string | undefined;
  for (const part of typeof content === 'string' ? [] : content) {
    if (part.type === 'reasoning' && part.providerData?.['deepseek']) thoughts = (thoughts ?? '') + part.text;
  }
  thoughts ??= wire['tool_calls'] ? '' : undefined;
  if (thoughts !== undefined) wire['reasoning_content'] = thoughts;
  return wire;
}

/** Marks thoughts as DeepSeek's own. */
class ThoughtReader implements AnswerReader {
  thought = false;

  read(message: WireMessage): WireMessage {
    if (message.reasoning_content) this.thought = true;
    return message;
  }

  end(): { reasoning?: JSONObject } {
    return this.thought ? { reasoning: { own: true } } : {};
  }
}

/** DeepSeek. `strict` tools and prefill are for its beta endpoint only. */
export const DEEPSEEK_DIALECT: ChatDialect = {
  wire: 'deepseek',
  fields: { seed: false },
  jsonFormat: 'json_object',
  failures: { insufficient_system_resource: 'The answer was broken off: the servers ran out of resources.' },
  requestIdHeaders: ['x-ds-trace-id'],
  // A conflict passes, as at OpenAI.
  retryableStatuses: [409],
  hooks: {
    reasoning: askReasoning,
    request: finishRequest,
    assistantMessage: withThoughts,
    createAnswerReader: () => new ThoughtReader(),
  },
};
