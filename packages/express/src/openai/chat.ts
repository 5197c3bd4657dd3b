import type { ResponseInfo, StreamPart } from '@sdk/core';
import { createChunkWriter, readChatRequest, writeCompletion, type AnswerIdentity, type ChatCompletionChunk, type ChatRequest, type ChunkWriter } from '@sdk/openai-wire/server';
import type { Request, Response } from 'express';
import { abortSignal } from '../abort-signal.ts';
import { answerStream, warn, type Telling } from '../gateway/answer-stream.ts';
import { sendJson, type Endpoint } from '../gateway/endpoint.ts';
import type { FileLoader } from '../gateway/files/load-files.ts';
import { findModel, providerName } from '../gateway/find-model.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import { createId } from '../gateway/identity.ts';
import { readAs } from '../gateway/read-as.ts';
import { createTextTemplate, type TextTemplate } from '../gateway/text-template.ts';
import { findLocalFiles } from './find-local-files.ts';

/** What the routes of this API share. */
export interface Context {
  options: GatewayOptions;
  endpoint: Endpoint;
  files: FileLoader;
  /** Whether `file:` URLs may be loaded at all. */
  takesLocalFiles: boolean;
}

/** Answers `POST /v1/chat/completions`. @throws SdkError for what fails before anything is sent */
export async function answerChat(req: Request, res: Response, { options, endpoint, files, takesLocalFiles }: Context): Promise<void> {
  const signal = abortSignal(res);
  const local = takesLocalFiles ? findLocalFiles(req.body) : undefined;
  const read = readAs(readChatRequest, local ? local.emptied : req.body);
  const model = findModel(req, read.model, options);
  const loading = files.begin(signal);
  const request = local?.urls.length ? readAs(readChatRequest, local.filled(await loading.loadLocal(local.urls))) : read;
  const call = await loading.load(request.options, providerName(request.model, options));
  endpoint.addUnread(call, request.unread, req);
  if (!request.stream) {
    const result = await model.generate({ ...call, signal });
    warn(result.warnings, res, options.onWarning);
    const completion = writeCompletion(result, { ...identityOf(result.response, request.model), legacyFunctions: request.legacyFunctions });
    return sendJson(res, 200, completion);
  }
  const format = {
    begin: (response: Partial<ResponseInfo>) => new ChunkTelling(createChunkWriter(writerOptions(request, response))),
    keepAlive: ': keep-alive\n\n',
    encodeError: (error: unknown) => `data: ${JSON.stringify(endpoint.streamFailure(error, res))}\n\n`,
  };
  await answerStream(res, (leaving) => model.stream({ ...call, signal: leaving }), format, options);
}

function writerOptions({ model, includeUsage, legacyFunctions, options }: ChatRequest, response: Partial<ResponseInfo>) {
  return { ...identityOf(response, model), includeUsage, legacyFunctions, tools: options.tools ?? [] };
}

const MS_PER_SECOND = 1000;

function identityOf({ id, modelId }: Partial<ResponseInfo>, model: string): AnswerIdentity {
  return { id: id ?? createId('chatcmpl-'), created: Math.floor(Date.now() / MS_PER_SECOND), model: modelId ?? model };
}

/** A class, because every stream makes one. */
class ChunkTelling implements Telling {
  readonly writer: ChunkWriter;
  template: TextTemplate | undefined = undefined;

  constructor(writer: ChunkWriter) {
    this.writer = writer;
  }

  write(part: StreamPart): string {
    const chunks = this.writer.write(part);
    const [first] = chunks;
    if (part.type === 'text-delta' && !part.providerData && first && chunks.length === 1) {
      const { template } = this;
      if (template) return template.before + JSON.stringify(part.delta) + template.after;
      this.template = createTextTemplate((content) => encode({ ...first, choices: first.choices.map((choice) => ({ ...choice, delta: { content } })) }));
    }
    let text = '';
    for (const chunk of chunks) text += encode(chunk);
    return part.type === 'finish' ? `${text}data: [DONE]\n\n` : text;
  }
}

function encode(chunk: ChatCompletionChunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
