import type { CallOptions, GenerateResult, RateLimit } from '@sdk/core';
import type { Bytes } from '../server/cut.ts';
import type { NotShown } from './wire-sample.ts';

/** How a vendor is asked for a feature. */
export interface RequestSample {
  /** Beside what the suite asks for, e.g. another prompt. */
  options?: Partial<CallOptions>;
  /** Looks at the request, parsed. Should throw unless it asks in the vendor's documented words. */
  request?(body: unknown): void;
}

/** What a vendor answers with a feature in it. */
export interface ResultSample extends RequestSample {
  /** The whole answer. @default that of the text sample */
  whole?: Bytes;
  /** The answer's headers beside its content type. */
  headers?: Record<string, string>;
  /** Looks at the result. Should throw unless the feature is in it. */
  result?(result: GenerateResult): void;
}

/**
 * What a provider shows beyond the samples of its wire, for its row in the table provider × feature. `{}` leaves all looking to the suite.
 *
 * A feature that is declared as not shown is tried, too: the provider must not take it in silence.
 */
export interface FeatureSamples {
  /** `toolChoice: { toolName }`. The suite cannot know the vendor's words for it: `request` must look. */
  forcedTool: Required<Pick<RequestSample, 'request'>> | NotShown;
  /** A PNG as base64 in a user message, which must stand in the request. */
  images: RequestSample | NotShown;
  /** A PDF as base64 in a user message, which must stand in the request. */
  pdf: RequestSample | NotShown;
  /** A JSON schema as `responseFormat`, whose property must stand in the request. */
  jsonSchema: RequestSample | NotShown;
  /** The reasoning sample of the wire, sent back with another question. `request` must find in it what the vendor wants back. */
  reasoningRoundTrip: Required<Pick<RequestSample, 'request'>> | NotShown;
  /** An answer with at least one `source` part. */
  citations: (Required<Pick<ResultSample, 'whole'>> & ResultSample) | NotShown;
  /** An answer whose usage has cached input tokens. */
  cacheUsage: ResultSample | NotShown;
  /** Headers, and what they must be read as. */
  rateLimits: { headers: Record<string, string>; rateLimit: RateLimit } | NotShown;
  /** The answer to embedding one value, and its vector. */
  embeddings: ({ whole: Bytes; vector: number[] } & Pick<RequestSample, 'request'>) | NotShown;
  /** A list of models, and their ids. */
  listing: { whole: Bytes; ids: string[] } | NotShown;
}
