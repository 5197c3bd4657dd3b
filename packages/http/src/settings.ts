import {
  ConfigurationError,
  type Capabilities,
  type HeaderOptions,
  type JSONObject,
  type SamplingOptions,
  type Timeouts,
} from '@sdk/core';
import { joinUrl, parseBaseUrl, withoutLastSegment } from './join-url.ts';
import { whenReady, type MaybePromise } from './maybe-promise.ts';
import type { Transport } from './transport.ts';

/** Bounds on what is read into memory, in bytes. */
export interface Limits {
  /** An error's body is read so far and cut. @default 1 MiB */
  errorBodyBytes?: number;
  /** A longer JSON body is a `ResponseParseError`. @default 64 MiB */
  jsonBytes?: number;
  /** A longer stream event is a `ResponseParseError`. @default 16 MiB */
  eventBytes?: number;
}

/** Paths may hold model ids, so there may be any number of them. */
const MOST_ENDPOINTS = 64;

const MIB = 1024 * 1024;
const DEFAULT_LIMITS: Required<Limits> = { errorBodyBytes: MIB, jsonBytes: 64 * MIB, eventBytes: 16 * MIB };

/** What every provider can be told. */
export interface ProviderOptions {
  /**
   * The key, or a function that gives it, called once per attempt; `null` for a server that needs none.
   *
   * @default the provider's environment variable, read at the first call
   */
  apiKey?: string | null | (() => string | Promise<string>);
  /** What stands before the endpoint, e.g. `https://api.openai.com/v1`; any path, with or without a trailing slash. */
  baseUrl?: string;
  /** Sent with every request; `null` removes one that the provider would send. */
  headers?: HeaderOptions;
  timeouts?: Timeouts;
  limits?: Limits;
  /** Sampling for calls that do not say otherwise. */
  defaults?: SamplingOptions;
  /** Merged into every request, below the call's own `extraBody`. */
  extraBody?: JSONObject;
  /** What the models can do, where the provider's own table is wrong for them. */
  capabilities?: Capabilities;
  /** @default undici in Node, `fetch` elsewhere */
  transport?: Transport;
}

/** What a provider package says about its vendor's server. */
export interface ServerSpec {
  /** The provider's id, e.g. `'openai'`. */
  id: string;
  /** e.g. `'OPENAI_API_KEY'`; the first of several that is set. */
  apiKeyEnv?: string | readonly string[];
  /** Whether calls without a key are refused before any network. @default true */
  apiKeyRequired?: boolean;
  /** e.g. `'OPENAI_BASE_URL'`; the first of several that is set. */
  baseUrlEnv?: string | readonly string[];
  defaultBaseUrl?: string;
  /** Brings a base URL that users write in several ways into one form. */
  normalizeBaseUrl?(baseUrl: string): string;
  /** A last segment of a base URL that is taken off where it is given, e.g. `['v1']` where every endpoint begins with it. */
  baseUrlEnds?: readonly string[];
  /** The headers that carry the key. @default `authorization: Bearer …` */
  auth?(apiKey: string): Record<string, string>;
  /** Further headers of every request. */
  headers?: Record<string, string>;
  /**
   * How long an answer may take where nothing else is said, in milliseconds: a whole one to its last byte, a stream to its first.
   *
   * @default no such limit
   */
  timeoutMs?: number;
  /** What to do when there is no connection, e.g. "Is the server running? `ollama serve`". */
  connectionHint?: string;
}

/** Where a request goes. */
export interface Endpoint {
  /** e.g. `https://api.openai.com`. */
  origin: string;
  /** Path and query. */
  path: string;
}

/** A provider's options and its vendor's server, resolved as far as it can be without a call. */
export interface Settings {
  readonly server: ServerSpec;
  readonly options: ProviderOptions;
  readonly limits: Required<Limits>;
  readonly transport: Transport;
  /** What to do about a rejected key. */
  readonly keyHint: string | undefined;
  /** The URL of an endpoint. @throws ConfigurationError for a bad or missing base URL. */
  url(path: string): Endpoint;
  /** The headers of one attempt. @throws ConfigurationError for a missing or unusable key or header. */
  headers(call?: HeaderOptions, codec?: Record<string, string>): MaybePromise<Readonly<Record<string, string>>>;
}

/** Resolves a provider's options. Reads no environment yet, and fails for nothing yet. */
export function createSettings(server: ServerSpec, options: ProviderOptions, transport: Transport): Settings {
  const endpoints = new Map<string, Endpoint>();
  let base: URL | undefined;
  let key: string | null | undefined;
  let usual: Record<string, string> | undefined;

  function url(path: string): Endpoint {
    const known = endpoints.get(path);
    if (known) return known;
    base ??= resolveBaseUrl(server, options);
    const { origin, pathname, search } = joinUrl(base, path);
    const endpoint = { origin, path: pathname + search };
    if (endpoints.size < MOST_ENDPOINTS) endpoints.set(path, endpoint);
    return endpoint;
  }

  function apiKey(): MaybePromise<string | null> {
    const given = options.apiKey;
    if (typeof given === 'function') return callKeyFunction(given, server);
    if (key !== undefined) return key;
    const value = given === undefined ? readEnv(server.apiKeyEnv) : given;
    return (key = value === undefined || value === null ? withoutKey(value, server) : checkKey(value, server));
  }

  function build(key: string | null, call?: HeaderOptions, codec?: Record<string, string>): Record<string, string> {
    const headers: Record<string, string> = { 'content-type': 'application/json', ...server.headers, ...codec };
    if (key !== null) Object.assign(headers, (server.auth ?? bearer)(key));
    mergeHeaders(headers, options.headers);
    mergeHeaders(headers, call);
    return headers;
  }

  return {
    server,
    options,
    transport,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    keyHint: server.apiKeyEnv ? `Check \`apiKey\` or ${namesOf(server.apiKeyEnv)}.` : undefined,
    url,
    headers(call, codec) {
      const isUsual = !call && !codec && typeof options.apiKey !== 'function';
      if (isUsual && usual) return usual;
      return whenReady(apiKey(), (value) => {
        const headers = build(value, call, codec);
        if (isUsual) usual = headers;
        return headers;
      });
    },
  };
}

/** The usual way to carry a key. */
export function bearer(apiKey: string): Record<string, string> {
  return { authorization: `Bearer ${apiKey}` };
}

function resolveBaseUrl(server: ServerSpec, options: ProviderOptions): URL {
  const variable = server.baseUrlEnv ? ` (or ${namesOf(server.baseUrlEnv)})` : '';
  const value = options.baseUrl ?? readEnv(server.baseUrlEnv) ?? server.defaultBaseUrl;
  if (value === undefined) {
    const missing = server.baseUrlEnv ? `; ${[server.baseUrlEnv].flat()[0]} not found in environment` : '';
    throw new ConfigurationError(`${server.id} needs a \`baseUrl\`${variable}; none was given${missing}.`);
  }
  const url = parseBaseUrl(server.normalizeBaseUrl?.(value) ?? value, `${server.id}: \`baseUrl\`${variable}`);
  return server.baseUrlEnds ? withoutLastSegment(url, server.baseUrlEnds) : url;
}

async function callKeyFunction(give: () => string | Promise<string>, server: ServerSpec): Promise<string> {
  try {
    return checkKey(await give(), server);
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    throw new ConfigurationError(`${server.id}: the \`apiKey\` function failed.`, { cause });
  }
}

function withoutKey(given: null | undefined, server: ServerSpec): null {
  if (given === null || server.apiKeyRequired === false) return null;
  const variable = server.apiKeyEnv ? ` or set ${namesOf(server.apiKeyEnv)}` : '';
  throw new ConfigurationError(`${server.id}: no API key. Give \`apiKey\`${variable}; \`apiKey: null\` for a server that needs none.`);
}

function checkKey(key: unknown, server: ServerSpec): string {
  const from = server.apiKeyEnv ? `\`apiKey\` (or ${namesOf(server.apiKeyEnv)})` : '`apiKey`';
  if (typeof key !== 'string') throw new ConfigurationError(`${server.id}: ${from} is no string.`);
  if (key.trim() === '') throw new ConfigurationError(`${server.id}: ${from} is empty.`);
  if (!isHeaderValue(key)) {
    throw new ConfigurationError(`${server.id}: ${from} holds a line break or another character that no header can carry. Was it read from a file with its last newline?`);
  }
  return key;
}

function mergeHeaders(headers: Record<string, string>, more: HeaderOptions | undefined): void {
  for (const [given, value] of Object.entries(more ?? {})) {
    const name = given.toLowerCase();
    if (value === undefined) continue;
    if (value === null) delete headers[name];
    else if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw new ConfigurationError(`The header name ${JSON.stringify(given)} is not valid.`);
    else if (!isHeaderValue(value)) throw new ConfigurationError(`The header "${name}" holds a character that no header can carry.`);
    else headers[name] = value;
  }
}

/** Visible ASCII, space, tab and Latin-1, as RFC 9110 has it. */
function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** A variable that is set to nothing counts as not set: that is how compose files leave one out. */
function readEnv(names: string | readonly string[] | undefined): string | undefined {
  if (!names || typeof process === 'undefined') return undefined;
  for (const name of [names].flat()) if (process.env[name]) return process.env[name];
  return undefined;
}

function namesOf(variables: string | readonly string[]): string {
  return [variables].flat().join(' or ');
}
