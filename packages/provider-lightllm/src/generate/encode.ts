import { ConfigurationError, isJSONObject, toJSONSchema, type CallOptions, type JSONObject } from '@sdk/core';
import type { EncodeContext, WireRequest } from '@sdk/http';
import { warnUnsupported } from '@sdk/openai-wire';
import { TURN_END } from './chatml.ts';
import { renderPrompt } from './render-prompt.ts';
import type { WireGenerate } from './wire.ts';

/** A call as a request of the native routes. Pure. */
export function encode(options: CallOptions, context: EncodeContext, imagePlaceholder: string): WireRequest {
  refuseSeveralAnswers(options.extraBody);
  refuseProviderTools(options, context);
  const { inputs, images } = renderPrompt(options, context, imagePlaceholder);
  warnOfTheRest(options, context);
  const body: WireGenerate = { inputs, parameters: encodeParameters(options) };
  if (images.length > 0) body.multimodal_params = { images };
  return { path: context.stream ? 'generate_stream' : 'generate', body };
}

function encodeParameters(options: CallOptions): JSONObject {
  const { temperature, topP, topK, maxTokens, presencePenalty, frequencyPenalty, repetitionPenalty, seed, stopSequences = [], responseFormat } = options;
  const isGreedy = temperature === 0;
  const given: JSONObject = {
    // Without it, the server takes the likeliest token whatever else it is told.
    do_sample: !isGreedy,
    ...(isGreedy ? {} : { temperature, top_p: topP, top_k: topK }),
    max_new_tokens: maxTokens,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    repetition_penalty: repetitionPenalty,
    seed,
    stop_sequences: [TURN_END, ...stopSequences],
    // The prompt has them all.
    add_special_tokens: false,
  };
  if (responseFormat?.type === 'json') given['guided_json'] = JSON.stringify(responseFormat.schema ? toJSONSchema(responseFormat.schema) : { type: 'object' });
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function warnOfTheRest({ logprobs, parallelToolCalls, reasoning, tools = [] }: CallOptions, context: EncodeContext): void {
  if (logprobs !== undefined && logprobs !== false) warnUnsupported(context, 'logprobs');
  if (parallelToolCalls === false) warnUnsupported(context, 'parallelToolCalls');
  if (reasoning !== undefined && reasoning !== 'none') warnUnsupported(context, 'reasoning');
  if (tools.some((tool) => tool.type !== 'provider' && tool.strict)) {
    context.warn({ kind: 'unsupported', option: 'tools', message: `${context.provider} holds no call to its schema; \`strict\` is left out.` });
  }
}

function refuseProviderTools({ tools = [] }: CallOptions, context: EncodeContext): void {
  const tool = tools.find(({ type }) => type === 'provider');
  if (tool) context.unsupported(`has no tools of its own, such as ${tool.name}.`);
}

function refuseSeveralAnswers(extraBody: JSONObject | undefined): void {
  const parameters = extraBody?.['parameters'];
  if (!isJSONObject(parameters)) return;
  const name = ['n', 'best_of'].find((key) => parameters[key] !== undefined && parameters[key] !== 1);
  if (name) throw new ConfigurationError(`extraBody.parameters.${name} would change what kind of answer comes back. Leave it out.`);
}
