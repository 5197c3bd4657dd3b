import { UnsupportedFeatureError, type ResponseInfo, type StreamPart } from '@sdk/core';
import { createEventWriter, readRequest, writeMessage, type EventWriter, type MessageEvent, type MessageIdentity, type MessagesRequest } from '@sdk/anthropic-wire/server';
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

/** What the routes of this API share. */
export interface Context {
  options: GatewayOptions;
  endpoint: Endpoint;
  files: FileLoader;
}

/** Answers `POST /v1/messages`. @throws SdkError for what fails before anything is sent */
export async function answerMessages(req: Request, res: Response, { options, endpoint, files }: Context): Promise<void> {
  const signal = abortSignal(res);
  const request = readAs(readRequest, req.body);
  const model = findModel(req, request.modelId, options);
  const call = await files.begin(signal).load(request.options, providerName(request.modelId, options));
  endpoint.addUnread(call, request.rest, req);
  if (!request.stream) {
    const result = await model.generate({ ...call, signal });
    warn(result.warnings, res, options.onWarning);
    return sendJson(res, 200, writeMessage(result, identityOf(result.response, request.modelId)));
  }
  const format = {
    begin: (response: Partial<ResponseInfo>) => new EventTelling(createEventWriter(writerOptions(request, response))),
    keepAlive: 'event: ping\ndata: {"type":"ping"}\n\n',
    encodeError: (error: unknown) => `event: error\ndata: ${JSON.stringify(endpoint.streamFailure(error, res))}\n\n`,
  };
  await answerStream(res, (leaving) => model.stream({ ...call, signal: leaving }), format, options);
}

/** Answers `POST /v1/messages/count_tokens`. @throws UnsupportedFeatureError where the model cannot count */
export async function answerTokenCount(req: Request, res: Response, { options, files }: Context): Promise<void> {
  const signal = abortSignal(res);
  const { modelId, options: read } = readAs(readCountRequest, req.body);
  const model = findModel(req, modelId, options);
  if (!model.countTokens) throw new UnsupportedFeatureError(`${model.provider}: this model cannot count tokens.`);
  const call = await files.begin(signal).load(read, providerName(modelId, options));
  const { inputTokens } = await model.countTokens({ ...call, signal });
  sendJson(res, 200, { input_tokens: inputTokens });
}

/** A request to count has no `max_tokens`. */
function readCountRequest(body: unknown): MessagesRequest {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const request = readRequest(isObject ? { ...body, max_tokens: 1 } : body);
  delete request.options.maxTokens;
  return request;
}

function writerOptions({ modelId, options }: MessagesRequest, response: Partial<ResponseInfo>) {
  return { ...identityOf(response, modelId), tools: options.tools ?? [] };
}

function identityOf({ id, modelId }: Partial<ResponseInfo>, model: string): MessageIdentity {
  return { id: id ?? createId('msg_'), model: modelId ?? model };
}

/** A class, because every stream makes one. */
class EventTelling implements Telling {
  readonly writer: EventWriter;
  template: TextTemplate | undefined = undefined;
  /** The block that the template is for. */
  block = -1;

  constructor(writer: EventWriter) {
    this.writer = writer;
  }

  write(part: StreamPart): string {
    const events = this.writer.write(part);
    const [first] = events;
    if (part.type === 'text-delta' && events.length === 1 && first?.type === 'content_block_delta') {
      if (this.template && first.index === this.block) return this.template.before + JSON.stringify(part.delta) + this.template.after;
      this.block = first.index;
      this.template = createTextTemplate((text) => encode({ ...first, delta: { type: 'text_delta', text } }));
    }
    let text = '';
    for (const event of events) text += encode(event);
    return text;
  }
}

function encode(event: MessageEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
