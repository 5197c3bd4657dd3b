import { toJSONSchema, type CacheHint, type CallOptions, type JSONObject } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { markBreakpoints } from './cache-breakpoints.ts';
import { closeSchema } from './close-schema.ts';
import { encodeMessages, type EncodedMessages } from './encode-messages.ts';
import { encodeThinking, type Obstacle } from './encode-thinking.ts';
import { encodeToolChoice, encodeTools } from './encode-tools.ts';
import { ADAPTIVE_ONLY_SINCE, ADAPTIVE_SINCE, generationOf, ONE_SAMPLING_PARAMETER_SINCE } from './model-generation.ts';

/** The API can hold an answer to a schema, but not to JSON as such. */
const JSON_ONLY = 'Answer with one JSON value and nothing else: no words around it, no code fence.';

/** A call as the body of a Messages request. Pure. */
export function encodeCall(options: CallOptions, context: EncodeContext): JSONObject {
  const hints = new Map<JSONObject, CacheHint>();
  const tools = options.tools?.length ? encodeTools(options.tools, hints) : undefined;
  const conversation = encodeMessages(options.messages, context, hints);
  const { messages, container } = conversation;
  const system = [...conversation.system];
  const schema = options.responseFormat?.type === 'json' ? options.responseFormat.schema : undefined;
  if (conversation.isPrefill) checkPrefill(context, schema !== undefined);
  if (options.responseFormat?.type === 'json' && !schema) {
    context.warn({ kind: 'adjusted', option: 'responseFormat', message: `${context.provider} takes no JSON format without a schema; the model is told to write JSON.` });
    system.push({ type: 'text', text: JSON_ONLY });
  }
  markBreakpoints([...(tools ?? []), ...system, ...messages.flatMap(({ content }) => content)], hints);
  const { thinking, effort, isManual, maxTokens, config: others } = encodeThinking(options, context, obstacleTo(options, conversation));
  const config: JSONObject = {
    ...others,
    ...(effort === undefined ? {} : { effort }),
    ...(schema ? { format: { type: 'json_schema', schema: closeSchema(toJSONSchema(schema)) } } : {}),
  };
  const thinks = isManual || thinking?.['type'] === 'adaptive';
  const choice = tools && encodeToolChoice(options);
  warnOfTheRest(options, context);
  return {
    model: context.modelId,
    max_tokens: maxTokens,
    ...(system.length > 0 ? { system } : {}),
    messages,
    ...(tools ? { tools } : {}),
    ...(choice ? { tool_choice: choice } : {}),
    ...(thinking ? { thinking } : {}),
    ...(Object.keys(config).length > 0 ? { output_config: config } : {}),
    ...encodeSampling(options, context, thinks),
    ...(options.userId === undefined ? {} : { metadata: { user_id: options.userId } }),
    ...(container === undefined ? {} : { container }),
    ...(context.stream ? { stream: true } : {}),
  };
}

/** @see https://platform.claude.com/docs/en/api/errors#prefill-not-supported (read 2026-11-20) */
function checkPrefill({ modelId, unsupported }: EncodeContext, hasSchema: boolean): void {
  const end = 'the last message must be from the user or a tool';
  // A model that is not known is asked.
  if ((generationOf(modelId) ?? 0) >= ADAPTIVE_SINCE) unsupported(`${modelId} does not continue an assistant's message; ${end}.`);
  if (hasSchema) unsupported(`no assistant's message can be continued where a JSON schema is asked for; ${end}.`);
}

/** What a model that thinks by a budget cannot do. */
function obstacleTo({ toolChoice }: CallOptions, { isPrefill, goesOnWithoutThought }: EncodedMessages): Obstacle {
  if (toolChoice === 'required' || typeof toolChoice === 'object') return 'with a budget to think it cannot be made to call a tool.';
  if (isPrefill) return "with a budget to think it does not continue an assistant's message.";
  return goesOnWithoutThought ? 'its turn, which tools interrupted, began without a thought.' : undefined;
}

/** What is left of the range of top_p for a model that thinks, and for one that takes no sampling parameters. */
const LEAST_TOP_P_THINKING = 0.95;
const LEAST_TOP_P = 0.99;

function encodeSampling(options: CallOptions, context: EncodeContext, thinks: boolean): JSONObject {
  const { temperature, topP, topK, stopSequences } = options;
  const { modelId } = context;
  // A model that is not known is asked.
  const generation = generationOf(modelId) ?? 0;
  const isFixed = generation >= ADAPTIVE_ONLY_SINCE;
  const why = isFixed ? `${modelId} takes none` : 'a model that thinks takes none';
  const body: JSONObject = {};
  if (temperature !== undefined) {
    if ((thinks || isFixed) && temperature !== 1) leaveOut(context, 'temperature', `${why} but 1`);
    else body['temperature'] = temperature;
  }
  if (topP !== undefined) {
    const least = isFixed ? LEAST_TOP_P : thinks ? LEAST_TOP_P_THINKING : 0;
    if (topP < least) leaveOut(context, 'topP', `${why} under ${least}`);
    else if (body['temperature'] !== undefined && generation >= ONE_SAMPLING_PARAMETER_SINCE) leaveOut(context, 'topP', `${modelId} takes none beside a temperature`);
    else body['top_p'] = topP;
  }
  if (topK !== undefined) {
    if (thinks || isFixed) leaveOut(context, 'topK', why);
    else body['top_k'] = topK;
  }
  const visible = stopSequences?.filter((sequence) => sequence.trim() !== '') ?? [];
  if (visible.length < (stopSequences?.length ?? 0)) leaveOut(context, 'stopSequences', 'those of white space alone are not taken');
  if (visible.length > 0) body['stop_sequences'] = visible;
  return body;
}

function leaveOut({ warn }: EncodeContext, option: string, why: string): void {
  warn({ kind: 'unsupported', option, message: `${option} is left out: ${why}.` });
}

/** Options that the API has no place for. */
const UNKNOWN = ['presencePenalty', 'frequencyPenalty', 'repetitionPenalty', 'seed', 'logprobs'] as const;

function warnOfTheRest(options: CallOptions, context: EncodeContext): void {
  for (const option of UNKNOWN) {
    const value = options[option];
    if (value !== undefined && value !== false) leaveOut(context, option, `${context.provider} has no such parameter`);
  }
}
