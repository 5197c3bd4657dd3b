import type {
  CallOptions,
  EmbedOptions,
  ErrorKind,
  FilePart,
  JSONObject,
  ModelInfo,
  ResponseInfo,
  Tool,
  Usage,
  Warning,
} from '@sdk/core';
import type { Framing } from './framing.ts';
import type { PartWriter } from './part-writer.ts';
import type { RateLimitReader } from './rate-limit.ts';

/** A request in the vendor's words. `path` is joined to the base URL and may carry a query. */
export interface WireRequest {
  path: string;
  body: JSONObject;
  headers?: Record<string, string>;
}

/** What a codec may know and say while it encodes. */
export interface EncodeContext {
  provider: string;
  modelId: string;
  stream: boolean;
  /** Something asked for is left out or changed. */
  warn(warning: Warning): void;
  /** Something asked for cannot be left out without changing the meaning. */
  unsupported(message: string): never;
  /** The request's meaning is impossible, whatever the vendor. */
  invalid(message: string): never;
}

/** What a codec may know and say while it decodes. */
export interface DecodeContext {
  modelId: string;
  /** The answer's HTTP headers, names in lower case. */
  headers: Record<string, string>;
  /** What the model could call. @default nothing */
  tools?: readonly Tool[] | undefined;
  /** The vendor reports an error inside an answer that began well. */
  fail(error: unknown): never;
  /** The answer is not what the vendor documents. */
  malformed(message: string, cause?: unknown): never;
}

/** Takes the events of one streamed answer and writes parts. */
export interface EventDecoder {
  /** One event. Its data is whole; whether it is JSON is for the decoder to find out. */
  event(data: string, name: string | undefined): void;
  /** The bytes are over. Writes `finish` if the wire's terminal event was seen; returning without it means "cut". */
  end(): void;
}

/** What a failed answer says. Everything is optional: a proxy's HTML says nothing. */
export interface ErrorDetails {
  message?: string;
  code?: string;
  /** What the vendor's code means. Counts where the status leaves it open: 200, 400, 403, 422 and 429. */
  kind?: ErrorKind;
  /** The status the vendor means, where it sent another one (200 in a stream). */
  status?: number;
  retryable?: boolean;
  retryAfterMs?: number;
}

/** What an answer said that failed. */
export interface ErrorSample {
  status: number;
  headers: Record<string, string>;
  /** The body, parsed; `undefined` when it is not JSON. */
  body: unknown;
}

/** What all codecs of one vendor share. */
export interface ErrorCodec {
  decodeError(sample: ErrorSample): ErrorDetails;
  /** Headers that hold the vendor's id of the request, the best first. */
  requestIdHeaders: readonly string[];
  readRateLimit?: RateLimitReader;
  /** Statuses beyond 408, 425, 429 and 5xx after which a fresh call may succeed. */
  retryableStatuses?: readonly number[];
}

/** Pure functions between the contract and one vendor's wire. Does no I/O. */
export interface ChatCodec extends ErrorCodec {
  framing: Framing;
  /** Fields of the request that `extraBody` must not set otherwise, beside `stream`, e.g. `{ n: 1 }`. */
  fixedFields?: JSONObject;
  /** Whether the vendor fetches this URL itself. Others are loaded before encode. @default every URL */
  takesUrl?(part: FilePart): boolean;
  encode(options: CallOptions, context: EncodeContext): WireRequest;
  /** Writes the parts of a whole answer, and `finish`. */
  decode(body: unknown, writer: PartWriter, context: DecodeContext): void;
  decodeStream(writer: PartWriter, context: DecodeContext): EventDecoder;
  /** Where the vendor counts the tokens of a call without answering it. */
  tokenCount?: TokenCountCodec;
}

/** Counting tokens at one vendor. */
export interface TokenCountCodec {
  encode(options: CallOptions, context: EncodeContext): WireRequest;
  decode(body: unknown, context: DecodeContext): { inputTokens: number };
}

/** What an embedding answer says. */
export interface WireEmbeddings {
  embeddings: number[][];
  usage: Usage;
  response: Partial<ResponseInfo>;
}

/** Embeddings of one vendor. */
export interface EmbeddingCodec {
  /** How many values the vendor takes in one request. */
  maxValues: number;
  encode(options: EmbedOptions, context: Omit<EncodeContext, 'stream'>): WireRequest;
  decode(body: unknown, context: DecodeContext): WireEmbeddings;
}

/** The list of models of one vendor. */
export interface ModelListCodec {
  path: string;
  /** The models of a page and, where there are more, the path of the next. */
  decode(body: unknown, context: DecodeContext): { models: ModelInfo[]; nextPath?: string };
}

