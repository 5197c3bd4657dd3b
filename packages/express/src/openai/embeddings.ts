import { readEmbeddingRequest, writeEmbeddings } from '@sdk/openai-wire/server';
import type { Request, Response } from 'express';
import { abortSignal } from '../abort-signal.ts';
import { warn } from '../gateway/answer-stream.ts';
import { sendJson } from '../gateway/endpoint.ts';
import { findEmbeddingModel } from '../gateway/find-model.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import { readAs } from '../gateway/read-as.ts';

/** Answers `POST /v1/embeddings`. @throws SdkError for what fails before anything is sent */
export async function answerEmbeddings(req: Request, res: Response, options: GatewayOptions): Promise<void> {
  const { model: name, encodingFormat, options: call } = readAs(readEmbeddingRequest, req.body);
  const model = findEmbeddingModel(req, name, options);
  const result = await model.embed({ ...call, signal: abortSignal(res) });
  warn(result.warnings, res, options.onWarning);
  sendJson(res, 200, writeEmbeddings(result, { model: result.response.modelId ?? name, encodingFormat }));
}
