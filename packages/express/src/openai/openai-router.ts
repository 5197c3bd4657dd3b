import { Router, type Request } from 'express';
import { createEndpoint, sendJson, type Dialect } from '../gateway/endpoint.ts';
import { resolveFileRules } from '../gateway/files/file-rules.ts';
import { createFileLoader } from '../gateway/files/load-files.ts';
import { modelsOf } from '../gateway/find-model.ts';
import type { GatewayOptions } from '../gateway/gateway-options.ts';
import { Refusal } from '../gateway/refusal.ts';
import { printError } from '../print-error.ts';
import { answerChat, type Context } from './chat.ts';
import { answerEmbeddings } from './embeddings.ts';
import { createModelList, type ModelListOptions } from './models.ts';

/** Settings of {@link openaiRouter}. */
export interface OpenAIRouterOptions extends GatewayOptions {
  /** How the list of models is made. */
  modelList?: ModelListOptions;
}

const dialect: Dialect = {
  router: 'openaiRouter',
  requestIdHeader: 'x-request-id',
  writeFailure: ({ status, message, type, code, param }) => ({ status, body: { error: { message, type, code, param } } }),
};

/**
 * OpenAI's API over every model of `req.sdk`: `POST /v1/chat/completions`, whole and streamed, `POST /v1/embeddings`,
 * `GET /v1/models` and `GET /v1/models/<name>`. Models are called `provider/model`, or by an alias.
 *
 * Mount it after `sdk()`. It parses its bodies itself, and answers every failure in OpenAI's form, also a wrong method. Other
 * paths, also below `/v1`, are left to what is mounted after it.
 *
 * @throws ConfigurationError for keys that are empty, and limits that are no numbers.
 * @example
 * app.use(sdk({ use: { gemini: createGemini }, config }), openaiRouter({ aliases: { 'gpt-5': 'gemini/gemini-3-pro' } }));
 */
export function openaiRouter(options: OpenAIRouterOptions = {}): Router {
  const { aliases = {}, onError = printError } = options;
  const endpoint = createEndpoint(options, dialect);
  const rules = resolveFileRules(options.files, dialect.router);
  const context: Context = { options, endpoint, files: createFileLoader(rules), takesLocalFiles: rules.roots.length > 0 };
  const router = Router();

  router.post('/v1/chat/completions', ...endpoint.open, ...endpoint.body, (req, res) => answerChat(req, res, context));
  router.post('/v1/embeddings', ...endpoint.open, ...endpoint.body, (req, res) => answerEmbeddings(req, res, options));
  router.all(['/v1/chat/completions', '/v1/embeddings'], ...endpoint.otherMethods('POST'));

  const listAll = createModelList(options.modelList);
  const list = (req: Request) => listAll(modelsOf(req), aliases, (error) => onError(error, req));
  router.get('/v1/models', ...endpoint.open, async (req, res) => {
    sendJson(res, 200, await list(req));
  });
  router.get('/v1/models/*name', ...endpoint.open, async (req, res) => {
    const name = (req.params['name'] as unknown as string[]).join('/');
    const { data } = await list(req);
    const found = data.find(({ id }) => id === name);
    if (!found) throw new Refusal(404, 'model_not_found', 'There is no such model.', 'model');
    sendJson(res, 200, found);
  });
  router.all(['/v1/models', '/v1/models/*name'], ...endpoint.otherMethods('GET, HEAD'));

  router.use(endpoint.onError);
  return router;
}
