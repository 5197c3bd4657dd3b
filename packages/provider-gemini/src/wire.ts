/**
 * The JSON of Gemini's `generateContent`, as far as it is written or read here. Any field of an answer may be missing,
 * and more may come. Vertex AI speaks the same.
 *
 * Source: the Generative Language API v1beta as googleapis/js-genai 6e9b35c has it (2026-08-21), and
 * https://ai.google.dev/api/generate-content. Read 2026-11-20.
 */
import { isJSONObject, type Annotated, type JSONObject, type JSONValue } from '@sdk/core';

/** The key of this wire in `providerData`. */
export const WIRE = 'gemini';

/** A turn of a request. There are no other roles: results of tools are the user's. */
export interface WireContent extends JSONObject {
  role: 'user' | 'model';
  parts: WirePart[];
}

/** A piece of a turn: one field with data, and what modifies it. */
export interface WirePart extends JSONObject {
  text?: string;
  /** The text is a summary of what the model thought. */
  thought?: boolean;
  /** Sealed thoughts. Must come back on the same part, unchanged. */
  thoughtSignature?: string;
  inlineData?: { mimeType: string; data: string };
  fileData?: { mimeType?: string; fileUri: string };
  functionCall?: { id?: string; name: string; args?: JSONValue };
  functionResponse?: { id?: string; name: string; response: JSONObject; parts?: WirePart[] };
  executableCode?: JSONObject;
  codeExecutionResult?: JSONObject;
  /** A tool of Google's that ran beside functions. */
  toolCall?: JSONObject;
  toolResponse?: JSONObject;
}

/** A whole answer, or a chunk of a stream: what is new in text, whole calls, usage so far. */
export interface WireAnswer {
  candidates?: WireCandidate[] | null;
  /** Why there is no candidate. */
  promptFeedback?: { blockReason?: string | null } | null;
  usageMetadata?: WireUsage | null;
  modelVersion?: string | null;
  responseId?: string | null;
  /** A failure, although the HTTP status is 200. */
  error?: unknown;
}

/** An answer; only the one of index 0 is asked for. */
export interface WireCandidate {
  content?: { parts?: WirePart[] | null } | null;
  /** `STOP` for calls of functions, too. Seen on every chunk of a stream, on some models. */
  finishReason?: string | null;
  finishMessage?: string | null;
  /** With `CONTINUATION`: what the same request must hold to go on. */
  continuationToken?: string | null;
  index?: number | null;
  groundingMetadata?: WireGrounding | null;
  urlContextMetadata?: JSONValue;
  logprobsResult?: WireLogprobs | null;
}

/** Where an answer comes from. */
export interface WireGrounding extends JSONObject {
  /** Each has one field that says of which kind it is: `web`, `retrievedContext`, `maps`. */
  groundingChunks?: Record<string, JSONObject>[];
  groundingSupports?: WireSupport[];
}

/** A passage of the answer, and the chunks that support it. */
export type WireSupport = {
  /** Offsets are bytes of the answer's text in UTF-8; one that is 0 is left out. */
  segment?: { startIndex?: number; endIndex?: number; text?: string };
  groundingChunkIndices?: number[];
};

/** Probabilities, step by step. */
export interface WireLogprobs {
  chosenCandidates?: WireLogprob[] | null;
  topCandidates?: { candidates?: WireLogprob[] | null }[] | null;
}

/** The probability of a token. */
export interface WireLogprob {
  token?: string | null;
  logProbability?: number | null;
}

/** Tokens. */
export interface WireUsage {
  /** Cached ones included, what Google's own tools brought in not. */
  promptTokenCount?: number | null;
  cachedContentTokenCount?: number | null;
  toolUsePromptTokenCount?: number | null;
  /** Without thoughts. */
  candidatesTokenCount?: number | null;
  thoughtsTokenCount?: number | null;
  totalTokenCount?: number | null;
}

/** What this wire keeps in `providerData`: of a part, of a tool call, of a message. */
export interface OwnData extends JSONObject {
  /** Who sealed the signature: others refuse it. */
  model?: string;
  thoughtSignature?: string;
  /** The id that the model itself gave its call. */
  id?: string;
  /** The part as it came, where the SDK has no words for it. */
  part?: WirePart;
  continuationToken?: string;
}

/** What this wire left on a part or message; nothing where another one made it. */
export function ownData({ providerData }: Annotated): OwnData {
  const own = providerData?.[WIRE];
  return isJSONObject(own) ? own : {};
}
