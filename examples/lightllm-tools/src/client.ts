import { toOpenAI } from '@sdk/openai-face';
import { LightLLMClient, type LightLLMMessageParam } from '@sdk/provider-lightllm/face';
import { createOpenAI } from '@sdk/provider-openai';

/** A function as it is offered to the model. */
export interface FunctionParam {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

/** What a model says. */
export interface Reply {
  role: 'assistant';
  content: string | null;
  tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[] | null;
}

/** As much of a client as this example needs. */
export interface Client {
  create(params: { model: string; messages: LightLLMMessageParam[]; tools: { type: 'function'; function: FunctionParam }[] }): Promise<{ choices: { message: Reply }[] }>;
}

/** LightLLM's client where the environment says `USE_LIGHTLLM=true`, else OpenAI. Both read key and base URL from their variables. */
export function chooseClient(environment: Record<string, string | undefined>): Client {
  if (environment['USE_LIGHTLLM'] === 'true') return new LightLLMClient().chat.completions;
  const { completions } = toOpenAI(createOpenAI()).chat;
  // OpenAI wants an id with every result, and no `null` where there are no calls.
  return { create: (params) => completions.create(params as Parameters<typeof completions.create>[0] & { stream?: false }) };
}
