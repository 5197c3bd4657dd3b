import { ConfigurationError, isJSONObject, type ContentPart, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ErrorDetails } from '@sdk/http';
import { isReasoningModel, withoutSampling, type AnswerReader, type ChatDialect, type WireChoice, type WireCompletion, type WireMessage } from '@sdk/openai-wire';
import type { ResponsesDialect } from '@sdk/openai-wire/responses';

/** Azure's additions to a whole answer or a chunk. @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter (read 2026-11-20) */
interface AzureCompletion extends WireCompletion {
  prompt_filter_results?: JSONObject[] | null;
  choices?: (WireChoice & { content_filter_results?: JSONObject | null })[] | null;
}

/** What "on your data" adds to a message or delta. */
interface AzureMessage extends WireMessage {
  context?: { citations?: JSONObject[] | null; intent?: string | null } | null;
}

const SEVERITIES = ['safe', 'low', 'medium', 'high'];

function weigh(found: unknown): number {
  if (!isJSONObject(found)) return -1;
  const { severity, filtered, detected } = found;
  return (typeof severity === 'string' ? SEVERITIES.indexOf(severity) : 0) + (detected === true ? 10 : 0) + (filtered === true ? 100 : 0);
}

/** Keeps what the filters found, over a whole stream the worst of each category, and reads citations. */
class AzureAnswer implements AnswerReader {
  readonly kept: JSONObject = {};
  readonly found: JSONObject = {};
  citations: JSONObject[] = [];

  readCompletion(completion: AzureCompletion): WireCompletion {
    if (completion.prompt_filter_results?.length) this.kept['prompt_filter_results'] = completion.prompt_filter_results;
    const results = completion.choices?.[0]?.content_filter_results ?? {};
    for (const category of Object.keys(results)) {
      if (!(category in this.found) || weigh(results[category]) > weigh(this.found[category])) this.found[category] = results[category];
    }
    return completion;
  }

  read(message: AzureMessage): WireMessage {
    if (message.context?.citations) this.citations = message.context.citations;
    if (message.context?.intent) this.kept['intent'] = message.context.intent;
    return message;
  }

  end(): { parts: ContentPart[]; result?: JSONObject } {
    const { kept, found, citations } = this;
    if (Object.keys(found).length > 0) kept['content_filter_results'] = found;
    return { parts: citations.map(toSource), ...(Object.keys(kept).length > 0 ? { result: kept } : {}) };
  }
}

function toSource({ url, title, content, ...rest }: JSONObject): ContentPart {
  return {
    type: 'source',
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof content === 'string' ? { text: content } : {}),
    ...(Object.keys(rest).length > 0 ? { providerData: { azure: rest } } : {}),
  };
}

const DEPLOYMENT_HINT = 'Models are asked for by the name of their deployment; a new one takes some minutes to be found.';
const RESOURCE_HINT = 'Check `baseUrl` (or AZURE_OPENAI_ENDPOINT) and `apiVersion`.';

function readError(details: ErrorDetails, body: unknown): ErrorDetails {
  const { code, message = '' } = details;
  if (code === 'DeploymentNotFound') return { ...details, message: `${message} ${DEPLOYMENT_HINT}` };
  if (/^resource not found/i.test(message)) return { ...details, message: `${message}. ${RESOURCE_HINT}` };
  const error = isJSONObject(body) && isJSONObject(body['error']) ? body['error'] : {};
  const inner = isJSONObject(error['innererror']) ? error['innererror']['code'] : undefined;
  return inner === 'ResponsibleAIPolicyViolation' ? { ...details, kind: 'content-filter' } : details;
}

/** What the list says of a model. Its entries are base models, not deployments. */
export function readModel({ capabilities }: JSONObject): Partial<ModelInfo> {
  if (!isJSONObject(capabilities)) return {};
  const { chat_completion: chat, embeddings } = capabilities;
  return { capabilities: { ...(typeof chat === 'boolean' ? { chat } : {}), ...(typeof embeddings === 'boolean' ? { embeddings } : {}) } };
}

/** A token for one attempt. @throws ConfigurationError when the user's function gives none, naming the option. */
export async function askToken(tokenProvider: () => string | Promise<string>): Promise<string> {
  let token: unknown;
  try {
    token = await tokenProvider();
  } catch (cause) {
    throw new ConfigurationError('azure: `tokenProvider` failed.', { cause });
  }
  if (typeof token === 'string' && token.trim() !== '') return token;
  throw new ConfigurationError('azure: `tokenProvider` gave no token.');
}

/** Where a surface of Azure has its endpoints. */
export interface Endpoints {
  /** The base URL, however it was written. */
  normalizeBaseUrl(baseUrl: string): string;
  /** The path of an operation on a deployment, e.g. of `chat/completions`. */
  operation(name: string): string | ((deployment: string) => string);
  /** The path of the Responses API, which names the deployment in the body on both surfaces. */
  responses: string;
  /** The path of the list of models. */
  models: string;
}

/** What a base URL of Azure AI model inference ends with; it has deployments in no path. */
const INFERENCE = /\/models\/*$/;

/**
 * The endpoints of `/openai/v1` or, with an `apiVersion`, of the dated surface.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle (read 2026-11-20)
 */
export function createEndpoints(baseUrl: string | undefined, apiVersion: string | undefined): Endpoints {
  const query = apiVersion === undefined ? '' : `?api-version=${encodeURIComponent(apiVersion)}`;
  const isByModel = query === '' || INFERENCE.test(baseUrl ?? '');
  return {
    normalizeBaseUrl: (given) => normalizeBaseUrl(given, query !== ''),
    operation: (name) => (isByModel ? name + query : (deployment) => `deployments/${encodeURIComponent(deployment)}/${name}${query}`),
    responses: `responses${query}`,
    models: `models${query}`,
  };
}

/**
 * A resource's address, with or without what follows, as the base URL of one of its surfaces. One that ends in another
 * `/v1` (a gateway) or in `/models` is left as it is.
 */
function normalizeBaseUrl(given: string, isDated: boolean): string {
  const [address = '', query] = given.split('?', 2);
  const base = address.replace(/\/+$/, '');
  const resource = base.replace(/\/openai(?:\/v1)?$/, '');
  const isGiven = INFERENCE.test(base) || (!isDated && resource.endsWith('/v1'));
  const url = isGiven ? base : `${resource}/openai${isDated ? '' : '/v1'}`;
  return query === undefined ? url : `${url}?${query}`;
}

/** Azure: OpenAI's wire, with filters; `reasons` tells which deployments are of models that think first. */
export function createAzureDialect(path: ChatDialect['path'], reasons = isReasoningModel): ChatDialect {
  return {
    wire: 'azure',
    ...(path === undefined ? {} : { path }),
    maxTokensField: (deployment) => (reasons(deployment) ? 'max_completion_tokens' : 'max_tokens'),
    systemRole: (deployment) => (reasons(deployment) ? 'developer' : 'system'),
    rateLimitReset: 'seconds',
    requestIdHeaders: ['apim-request-id', 'x-request-id', 'x-ms-request-id'],
    // A conflict passes, as at OpenAI.
    retryableStatuses: [409],
    hooks: {
      request: (body, options, context) => (reasons(context.modelId) ? withoutSampling(body, options, context) : body),
      createAnswerReader: () => new AzureAnswer(),
      readError: (details, { body }) => readError(details, body),
    },
  };
}

/** Azure's Responses API, with the same `reasons`. */
export function createAzureResponsesDialect(path: string, reasons = isReasoningModel): ResponsesDialect {
  return {
    wire: 'azure-responses',
    path,
    systemRole: (deployment) => (reasons(deployment) ? 'developer' : 'system'),
    sealsReasoning: reasons,
    rateLimitReset: 'seconds',
    requestIdHeaders: ['apim-request-id', 'x-request-id', 'x-ms-request-id'],
    retryableStatuses: [409],
    hooks: {
      sampling: (fields, options, context) => (reasons(context.modelId) ? withoutSampling(fields, options, context) : fields),
      readError: (details, { body }) => readError(details, body),
    },
  };
}
