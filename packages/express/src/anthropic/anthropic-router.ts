import { messageStatusOf, writeMessageError } from '@sdk/anthropic-wire/server';
import { Router } from 'express';
import { createEndpoint, type Dialect } from '../gateway/endpoint.ts';
import { resolveFileRules } from '../gateway/files/file-rules.ts';
import { createFileLoader } from '../gateway/files/load-files.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import { answerMessages, answerTokenCount, type Context } from './messages.ts';

/** Settings of {@link anthropicRouter}. */
export type AnthropicRouterOptions = GatewayOptions;

const dialect: Dialect = {
  router: 'anthropicRouter',
  requestIdHeader: 'request-id',
  writeFailure({ kind, status: general, message }, requestId) {
    const status = messageStatusOf(kind, general);
    return { status, body: writeMessageError(status, message, requestId) };
  },
};

/**
 * Anthropic's API over every model of `req.sdk`: `POST /v1/messages`, whole and streamed, and
 * `POST /v1/messages/count_tokens` where the model can count. Models are called `provider/model`, or by an alias.
 *
 * Mount it after `sdk()`. It parses its bodies itself, and answers every failure in Anthropic's form, also a wrong method.
 * Other paths, also below `/v1`, are left to what is mounted after it.
 *
 * @throws ConfigurationError for keys that are empty, and limits that are no numbers.
 * @example
 * app.use(sdk({ use: { gemini: createGemini }, config }), anthropicRouter({ aliases: { 'claude-sonnet-5': 'gemini/gemini-3-pro' } }));
 */
export function anthropicRouter(options: AnthropicRouterOptions = {}): Router {
  const endpoint = createEndpoint(options, dialect);
  const context: Context = { options, endpoint, files: createFileLoader(resolveFileRules(options.files, dialect.router)) };
  const router = Router();
  router.post('/v1/messages', ...endpoint.open, ...endpoint.body, (req, res) => answerMessages(req, res, context));
  router.post('/v1/messages/count_tokens', ...endpoint.open, ...endpoint.body, (req, res) => answerTokenCount(req, res, context));
  router.all(['/v1/messages', '/v1/messages/count_tokens'], ...endpoint.otherMethods('POST'));
  router.use(endpoint.onError);
  return router;
}
