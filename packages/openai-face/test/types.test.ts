import type OpenAI from 'openai';
import type { APIError } from 'openai';
import type { APIPromise } from 'openai/core/api-promise';
import type { Stream } from 'openai/core/streaming';
import { describe, expectTypeOf, it } from 'vitest';
import type { CompletionStream, FaceCompletions, FaceEmbeddings, FaceRequestOptions, ModelPage, OpenAIFace, OpenAIFaceError } from '../src/index.ts';
import type { SharedClient, SharedError } from './client.ts';

/** What a type offers in public: the client's classes have private members, which nothing else can have. */
type Public<T> = { [Key in keyof T]: T[Key] };

describe('the types of the face', () => {
  it('fit where the client of openai does', () => {
    expectTypeOf<OpenAI>().toExtend<SharedClient>();
    expectTypeOf<OpenAIFace>().toExtend<SharedClient>();
  });

  it('take the parameters of openai', () => {
    expectTypeOf<OpenAI.ChatCompletionCreateParamsNonStreaming>().toExtend<Parameters<FaceCompletions['create']>[0]>();
    expectTypeOf<OpenAI.ChatCompletionCreateParamsStreaming>().toExtend<Parameters<FaceCompletions['create']>[0]>();
    expectTypeOf<OpenAI.EmbeddingCreateParams>().toExtend<Parameters<FaceEmbeddings['create']>[0]>();
    expectTypeOf<Pick<OpenAI.RequestOptions, 'signal' | 'timeout'>>().toExtend<FaceRequestOptions>();
  });

  it('give what openai gives', () => {
    const { create } = {} as FaceCompletions;
    const whole = () => create({ model: 'm', messages: [] });
    const streamed = () => create({ model: 'm', messages: [], stream: true });
    const either = (stream: boolean) => create({ model: 'm', messages: [], stream });
    expectTypeOf(whole).returns.resolves.toExtend<OpenAI.ChatCompletion>();
    expectTypeOf(streamed).returns.resolves.toExtend<AsyncIterable<OpenAI.ChatCompletionChunk>>();
    expectTypeOf(either).returns.resolves.toExtend<OpenAI.ChatCompletion | AsyncIterable<OpenAI.ChatCompletionChunk>>();
    expectTypeOf<CompletionStream>().toExtend<Pick<Stream<OpenAI.ChatCompletionChunk>, 'controller' | typeof Symbol.asyncIterator>>();
    expectTypeOf<keyof Stream<unknown>>().exclude<'__betaTransformIterator'>().toExtend<keyof CompletionStream>();
    expectTypeOf(whole).returns.toExtend<Pick<APIPromise<OpenAI.ChatCompletion>, 'withResponse'>>();
    expectTypeOf<ModelPage>().toExtend<{ data: OpenAI.Model[]; object: string; getPaginatedItems(): OpenAI.Model[]; hasNextPage(): boolean }>();
  });

  it('have the fields of its errors', () => {
    expectTypeOf<OpenAIFaceError>().toExtend<SharedError>();
    expectTypeOf<OpenAIFaceError>().toExtend<Public<APIError>>();
  });

  it('let an answer be the next message', () => {
    expectTypeOf(ask).returns.resolves.toExtend<OpenAI.ChatCompletionMessageParam>();
  });
});

async function ask(client: OpenAIFace) {
  const { choices } = await client.chat.completions.create({ model: 'm', messages: [] });
  const [choice] = choices;
  if (!choice) throw new Error('No choice.');
  // Its own message, and openai's, go back as they came.
  await client.chat.completions.create({ model: 'm', messages: [choice.message, choice.message satisfies OpenAI.ChatCompletionMessage] });
  return choice.message;
}
