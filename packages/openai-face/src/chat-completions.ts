import { StreamInterruptedError, type CallOptions, type LanguageModel, type ResponseInfo, type StreamPart, type Warning } from '@sdk/core';
import {
  createChunkWriter,
  readChatRequest,
  writeCompletion,
  type AnswerIdentity,
  type ChatCompletion,
  type ChatRequest,
} from '@sdk/openai-wire/server';
import { ChunkIterator } from './chunk-iterator.ts';
import { CompletionStream } from './completion-stream.ts';
import { toFaceError } from './face-error.ts';
import { answered, type Answered } from './face-promise.ts';
import type { ModelSource } from './model-source.ts';
import { readSettings, type FaceRequestOptions } from './request-options.ts';

/** What all calls of a face share. */
export interface FaceContext {
  source: ModelSource;
  forwardUnread: boolean;
  onWarning: (warning: Warning, model: string) => void;
}

/** One call, ready to be made. */
interface Call {
  request: ChatRequest;
  model: LanguageModel;
  options: CallOptions;
}

/** Makes one call. Everything that is thrown is an `OpenAIFaceError`. */
export async function createCompletion(
  context: FaceContext,
  params: unknown,
  settings: FaceRequestOptions,
): Promise<Answered<ChatCompletion | CompletionStream>> {
  try {
    const call = prepare(context, params, settings);
    return await (call.request.stream ? stream(context, call, settings.signal) : generate(context, call, settings.signal));
  } catch (error) {
    throw toFaceError(error);
  }
}

function prepare({ source, forwardUnread, onWarning }: FaceContext, params: unknown, settings: FaceRequestOptions): Call {
  const request = readChatRequest(params);
  const model = source.model(request.model);
  const options: CallOptions = { ...request.options, ...readSettings(settings, request.stream) };
  if (forwardUnread) options.extraBody = request.unread;
  else {
    for (const option of Object.keys(request.unread)) {
      onWarning({ kind: 'unsupported', option, message: `${option} has no place in a call; it is left out.` }, request.model);
    }
  }
  return { request, model, options };
}

async function generate({ onWarning }: FaceContext, { request, model, options }: Call, signal: AbortSignal | null | undefined): Promise<Answered<ChatCompletion>> {
  if (signal) options.signal = signal;
  const result = await model.generate(options);
  for (const warning of result.warnings) onWarning(warning, request.model);
  const completion = writeCompletion(result, { ...identityOf(result.response, request.model), legacyFunctions: request.legacyFunctions });
  return answered(completion, result.response);
}

async function stream({ onWarning }: FaceContext, { request, model, options }: Call, signal: AbortSignal | null | undefined): Promise<Answered<CompletionStream>> {
  const controller = new AbortController();
  const release = follow(signal, controller);
  try {
    const parts = model.stream({ ...options, signal: controller.signal })[Symbol.asyncIterator]();
    // The client's promise, too, is kept when the answer begins: what fails before rejects it.
    const first = await firstOf(parts, model.provider);
    const response: Partial<ResponseInfo> = first.type === 'start' ? first.response : {};
    if (first.type === 'start') for (const warning of first.warnings) onWarning(warning, request.model);
    const { includeUsage, legacyFunctions } = request;
    const writer = createChunkWriter({ ...identityOf(response, request.model), includeUsage, legacyFunctions, tools: options.tools ?? [] });
    const iterator = new ChunkIterator({ first, parts, writer, controller, release });
    const { headers = {}, requestId = null } = response;
    return { data: new CompletionStream(() => iterator, controller), headers, requestId };
  } catch (error) {
    release();
    throw error;
  }
}

async function firstOf(parts: AsyncIterator<StreamPart>, provider: string): Promise<StreamPart> {
  const item = await parts.next();
  if (item.done) throw new StreamInterruptedError('The stream ended before its first part.', { provider, retryable: true });
  return item.value;
}

const MS_PER_SECOND = 1000;

function identityOf({ id, modelId }: Partial<ResponseInfo>, model: string): AnswerIdentity {
  return {
    id: id ?? `chatcmpl-${crypto.randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / MS_PER_SECOND),
    model: modelId ?? model,
  };
}

/** Aborts when the signal does. Returns what ends this. */
function follow(signal: AbortSignal | null | undefined, controller: AbortController): () => void {
  if (!signal) return () => {};
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}
