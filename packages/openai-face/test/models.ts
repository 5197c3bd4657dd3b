import type { LanguageModel, ModelInfo, Provider, StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { toOpenAI, type ChatCompletionParams, type FaceModels, type FaceOptions } from '../src/index.ts';

/** A request. */
export const hello: ChatCompletionParams = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] };
/** What a vendor lists. */
export const listed: ModelInfo[] = [{ id: 'm-1', raw: { created: 7, owned_by: 'somebody' } }, { id: 'm-2', raw: null }];

/** A provider whose models are the given one; the name is kept. */
export function providerOf(model: LanguageModel, more: Partial<Provider> = {}): Provider {
  const close = () => Promise.resolve();
  return Object.assign((modelId: string) => ({ ...model, modelId }), { id: 'acme', close, [Symbol.asyncDispose]: close, ...more });
}

/** Asks for a whole answer. */
export const ask = (models: FaceModels, params: Partial<ChatCompletionParams> = {}, options?: FaceOptions) =>
  toOpenAI(models, options).chat.completions.create({ ...hello, ...params, stream: false });
/** The text of the answer of the model of a name. */
export const textOf = async (models: FaceModels, model = 'm') => (await ask(models, { model })).choices[0]?.message.content;
/** Asks for a stream. */
export const streamOf = (models: FaceModels, params: Partial<ChatCompletionParams> = {}, options?: FaceOptions) =>
  toOpenAI(models, options).chat.completions.create({ ...hello, ...params, stream: true });
/** The names of a list. */
export const idsOf = async (models: FaceModels) => (await toOpenAI(models).models.list()).data.map(({ id }) => id);

/** The next step of a stream. */
export type Next = (signal: AbortSignal) => Promise<IteratorResult<StreamPart>>;

/** A model that streams these parts and then what `after` says. It counts how often its iterator is told to return. */
export function modelOf(parts: StreamPart[], after: Next): LanguageModel & { returned: () => number } {
  let returned = 0;
  const waiting = [...parts];
  const next: Next = (signal) => {
    const value = waiting.shift();
    return value ? Promise.resolve({ value, done: false }) : after(signal);
  };
  const finish = () => Promise.resolve({ value: undefined, done: true as const }).finally(() => (returned += 1));
  const stream: LanguageModel['stream'] = ({ signal }) => ({ [Symbol.asyncIterator]: () => ({ next: () => next(signal as AbortSignal), return: finish }) });
  return { ...scriptedModel('unused'), stream, returned: () => returned };
}
/** How every stream begins. */
export const start: StreamPart = { type: 'start', warnings: [], response: { provider: 'acme' } };

/** Leaves a stream after its first item. */
export async function leave<Item>(stream: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of stream) return item;
  return undefined;
}
/** A stream that is over. */
export const ended: Next = () => Promise.resolve({ value: undefined, done: true });
