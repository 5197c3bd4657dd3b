import type { Warning } from '@sdk/core';
import {
  readEmbeddingRequest,
  writeEmbeddings,
  writeModelList,
  type ChatCompletion,
  type ChatCompletionParams,
  type EmbeddingList,
  type EmbeddingParams,
} from '@sdk/openai-wire/server';
import { createCompletion, type FaceContext } from './chat-completions.ts';
import type { CompletionStream } from './completion-stream.ts';
import { toFaceError } from './face-error.ts';
import { answered, FacePromise, type Answered, type WithRequestId } from './face-promise.ts';
import { ModelPage, ModelPagePromise } from './model-page.ts';
import { toSource, type FaceModels } from './model-source.ts';
import { readSettings, type FaceRequestOptions } from './request-options.ts';

/** Settings of {@link toOpenAI}. */
export interface FaceOptions {
  /** Send fields that a call has no place for (`verbosity`, `logit_bias`, …) to the vendor, as `extraBody`. @default false */
  forwardUnread?: boolean;
  /** Is told what could not be honoured as asked: the client's answers have no place for it. @default nobody is told */
  onWarning?: (warning: Warning, model: string) => void;
}

/** The methods of `client.chat.completions` that are here. */
export interface FaceCompletions {
  /**
   * Asks for a whole answer.
   *
   * @throws OpenAIFaceError by rejection
   */
  create(params: ChatCompletionParams & { stream?: false | null }, options?: FaceRequestOptions): FacePromise<ChatCompletion & WithRequestId>;
  /**
   * Asks for an answer in chunks. Keeps its promise when the answer begins.
   *
   * @throws OpenAIFaceError by rejection for what fails before, from the loop for what fails later
   */
  create(params: ChatCompletionParams & { stream: true }, options?: FaceRequestOptions): FacePromise<CompletionStream>;
  create(params: ChatCompletionParams, options?: FaceRequestOptions): FacePromise<CompletionStream | (ChatCompletion & WithRequestId)>;
}

/** The methods of `client.embeddings`. */
export interface FaceEmbeddings {
  /**
   * Embeds texts; numbers unless base64 is asked for.
   *
   * @throws OpenAIFaceError by rejection
   */
  create(params: EmbeddingParams & { encoding_format: 'base64' }, options?: FaceRequestOptions): FacePromise<EmbeddingList<string> & WithRequestId>;
  create(params: EmbeddingParams, options?: FaceRequestOptions): FacePromise<EmbeddingList<number[]> & WithRequestId>;
}

/** What can stand where a client of the `openai` package does. */
export interface OpenAIFace {
  chat: { completions: FaceCompletions };
  embeddings: FaceEmbeddings;
  models: {
    /** Lists the models. @throws OpenAIFaceError by rejection */
    list(options?: FaceRequestOptions): ModelPagePromise;
  };
}

/**
 * Gives models the methods of the `openai` npm client.
 *
 * The calls go straight to the models: no HTTP in between, no retries of its own, and the whole vocabulary of Chat
 * Completions whatever the vendor's wire is.
 *
 * @example
 * const client = toOpenAI(createRegistry({ openai, anthropic }));
 * const { choices } = await client.chat.completions.create({ model: 'anthropic/claude-sonnet-5', messages });
 */
export function toOpenAI(models: FaceModels, options: FaceOptions = {}): OpenAIFace {
  const { forwardUnread = false, onWarning = () => {} } = options;
  const context: FaceContext = { source: toSource(models), forwardUnread, onWarning };
  return {
    chat: {
      completions: {
        // What comes back follows from `stream`, which the overloads say.
        create: (params: unknown, settings: FaceRequestOptions = {}) => new FacePromise(createCompletion(context, params, settings)) as FacePromise<never>,
      },
    },
    embeddings: {
      create: (params: unknown, settings: FaceRequestOptions = {}) => new FacePromise(embed(context, params, settings)) as FacePromise<never>,
    },
    models: { list: (settings = {}) => new ModelPagePromise(listModels(context, settings)) },
  };
}

async function embed({ source, onWarning }: FaceContext, params: unknown, settings: FaceRequestOptions): Promise<Answered<EmbeddingList>> {
  try {
    const { model, encodingFormat, options } = readEmbeddingRequest(params);
    const { signal } = settings;
    const result = await source.embeddingModel(model).embed({ ...options, ...readSettings(settings, false), ...(signal ? { signal } : {}) });
    for (const warning of result.warnings) onWarning(warning, model);
    const { response } = result;
    return answered(writeEmbeddings(result, { model: response.modelId ?? model, encodingFormat }), response);
  } catch (error) {
    throw toFaceError(error);
  }
}

async function listModels({ source }: FaceContext, { signal }: FaceRequestOptions): Promise<Answered<ModelPage>> {
  try {
    const models = await source.list(signal ?? undefined);
    return answered(new ModelPage(models.flatMap(({ info, ownedBy }) => writeModelList([info], { ownedBy }).data)), {});
  } catch (error) {
    throw toFaceError(error);
  }
}
