import { isJSONObject, type JSONObject, type ModelInfo, type Reasoning } from '@sdk/core';
import type { EncodeContext, ErrorDetails, ErrorSample } from '@sdk/http';
import { encodeEffort, nearestEffort, type AnswerReader, type ChatDialect, type WireCompletion, type WireMessage, type WireUsage } from '@sdk/openai-wire';

const GPT_OSS = /gpt-oss/;
/** Models that write their thoughts into the text, between tags, unless they are told otherwise. */
const THINKS_ALOUD = /qwen-?3|qwq|deepseek-r1/;

/** The words of each family. @see https://console.groq.com/docs/reasoning (read 2026-11-20) */
function askReasoning(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined {
  return encodeEffort(reasoning, context, (effort) => {
    if (THINKS_ALOUD.test(context.modelId)) return effort === 'none' ? 'none' : 'default';
    return GPT_OSS.test(context.modelId) ? nearestEffort(effort, ['low', 'medium', 'high']) : effort;
  });
}

/** Thoughts are asked for apart from the text; a schema is `strict` only where the model can be held to it. */
function finishRequest(body: JSONObject, { modelId }: EncodeContext): JSONObject {
  if (THINKS_ALOUD.test(modelId)) body['reasoning_format'] = 'parsed';
  const format = body['response_format'];
  const schema = isJSONObject(format) ? format['json_schema'] : undefined;
  // @see https://console.groq.com/docs/structured-outputs (read 2026-11-21)
  if (isJSONObject(schema) && !GPT_OSS.test(modelId)) delete schema['strict'];
  return body;
}

/** What Groq adds to a whole answer or a chunk. */
interface GroqCompletion extends WireCompletion {
  x_groq?: { id?: string; usage?: WireUsage | null; error?: string | JSONObject | null; seed?: number } | null;
}

/** What the compound systems add to a message or delta: the tools that they ran, each told once more when it is done. */
interface GroqMessage extends WireMessage {
  executed_tools?: JSONObject[] | null;
}

/** Reads `x_groq`, and keeps what has no other place. */
class GroqAnswer implements AnswerReader {
  readonly kept: JSONObject = {};
  readonly tools: JSONObject[] = [];

  readCompletion(completion: GroqCompletion): WireCompletion {
    const own = completion.x_groq;
    if (!own) return completion;
    if (own.error) return { ...completion, error: own.error };
    if (own.id) this.kept['id'] = own.id;
    if (own.seed !== undefined) this.kept['seed'] = own.seed;
    return own.usage && !completion.usage ? { ...completion, usage: own.usage } : completion;
  }

  read(message: GroqMessage): WireMessage {
    for (const tool of message.executed_tools ?? []) {
      const at = tool['index'];
      this.tools[typeof at === 'number' ? at : this.tools.length] = tool;
    }
    return message;
  }

  end(): { result?: JSONObject } {
    const { kept, tools } = this;
    if (tools.length > 0) kept['executed_tools'] = tools.filter(isJSONObject);
    return Object.keys(kept).length > 0 ? { result: kept } : {};
  }
}

/** The model's own slips, which a fresh call may not repeat. */
const SLIPS = new Set(['tool_use_failed', 'json_validate_failed']);

/** @see https://console.groq.com/docs/errors (read 2026-11-20) */
function readError(details: ErrorDetails, { status }: ErrorSample): ErrorDetails {
  if (status === 498) return { ...details, kind: 'overloaded' };
  // One request that is larger than a minute's tokens: no waiting heals that, a shorter prompt does.
  if (status === 413 && details.kind === 'rate-limit') return { ...details, kind: 'context-length' };
  return SLIPS.has(details.code ?? '') ? { ...details, retryable: true } : details;
}

/** What the list says of a model. */
export function readModel({ context_window: context, max_completion_tokens: output }: JSONObject): Partial<ModelInfo> {
  return {
    ...(typeof context === 'number' ? { contextWindow: context } : {}),
    ...(typeof output === 'number' ? { maxOutputTokens: output } : {}),
  };
}

/** Groq. Any key of a message that it does not know is a 400, so reasoning is not sent back. */
export const GROQ_DIALECT: ChatDialect = {
  wire: 'groq',
  maxTokensField: () => 'max_completion_tokens',
  // Documented as "not yet supported by any of our models". @see https://console.groq.com/docs/api-reference (read 2026-11-21)
  fields: { logprobs: false, presencePenalty: false, frequencyPenalty: false },
  // A conflict passes, as at OpenAI.
  retryableStatuses: [409],
  hooks: {
    reasoning: askReasoning,
    request: (body, _options, context) => finishRequest(body, context),
    createAnswerReader: () => new GroqAnswer(),
    readError,
  },
};
