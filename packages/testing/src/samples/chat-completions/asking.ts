import { collect, type APIError, type CallOptions, type GenerateResult, type JSONObject, type Provider, type Warning } from '@sdk/core';
import { startFaultServer } from '../../server/fault-server.ts';

/** What really went over the wire for a call. */
export interface SentRequest {
  body: JSONObject;
  /** The messages in the body. */
  messages: JSONObject[];
  path: string;
  headers: Record<string, string>;
  warnings: Warning[];
}

/** A call whose answer is given, beside the answer. */
export interface AskOptions {
  modelId?: string;
  call?: Partial<CallOptions>;
  /** Headers of the answer. */
  headers?: Record<string, string>;
}

/** Ways to ask a provider of Chat Completions one thing, over real HTTP; each call has a server and a provider of its own. */
export interface Asking<Settings> {
  /** What goes over the wire for a call, and what is warned of. */
  requestOf(modelId: string, call?: Partial<CallOptions>, settings?: Settings): Promise<SentRequest>;
  /** An answer as it is read: a list as the chunks of a stream; an object, or text as it stands, as a whole answer. */
  readingOf(answer: object | string, options?: AskOptions): Promise<GenerateResult>;
  /** The error that an answer is read as; text stands for itself. @throws Error when there is none */
  failureOf(status: number, body: unknown, headers?: Record<string, string>): Promise<APIError>;
}

/** What {@link asking} must know beside the factory. */
export interface AskingOptions {
  /** The key that providers are made with. */
  apiKey: string;
  /** @default 'model-id' */
  modelId?: string;
  /** What stands between the server's origin and the endpoint, e.g. `'/v1'`. @default '' */
  basePath?: string;
}

/** A short question. */
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** Makes {@link Asking}, e.g. `asking(createOpenAI, { apiKey: 'sk-…', basePath: '/v1' })`. */
export function asking<Settings extends object>(
  create: (options: Settings & { apiKey: string; baseUrl: string }) => Provider,
  { apiKey, modelId: usualModel = 'model-id', basePath = '' }: AskingOptions,
): Asking<Settings> {
  const at = (url: string, settings = {} as Settings) => create({ apiKey, baseUrl: url + basePath, ...settings });
  return {
    async requestOf(modelId, call, settings) {
      await using server = await startFaultServer({ body: JSON.stringify(chatAnswer({ content: 'Hi' })) });
      await using provider = at(server.url, settings);
      const { warnings } = await provider(modelId).generate({ messages: hello, ...call });
      const [request] = server.requests;
      if (!request || server.requests.length > 1) throw new Error(`One call sent ${server.requests.length} requests.`);
      const body = request.json() as JSONObject;
      return { body, messages: body['messages'] as JSONObject[], path: request.path, headers: request.headers, warnings };
    },
    async readingOf(answer, { modelId = usualModel, call, headers = {} } = {}) {
      const streamed = Array.isArray(answer);
      const body = streamed ? answer.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('') : textOf(answer);
      await using server = await startFaultServer({ body, headers });
      await using provider = at(server.url);
      const options = { messages: hello, ...call };
      return await (streamed ? collect(provider(modelId).stream(options)) : provider(modelId).generate(options));
    },
    async failureOf(status, body, headers = {}) {
      await using server = await startFaultServer({ status, headers, body: textOf(body) });
      await using provider = at(server.url);
      const [outcome] = await Promise.allSettled([provider(usualModel).generate({ messages: hello })]);
      if (outcome.status === 'fulfilled') throw new Error(`A status ${status} was read as an answer.`);
      return outcome.reason as APIError;
    },
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** A chunk of a stream, with one delta. */
export function chatChunk(delta: object, finish_reason: string | null = null, more: object = {}) {
  return { id: 'a1', model: 'm-1', choices: [{ index: 0, delta, finish_reason }], ...more };
}

/** A whole answer, with one message. */
export function chatAnswer(message: object, more: object = {}) {
  return { id: 'a1', model: 'm-1', choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }], ...more };
}
