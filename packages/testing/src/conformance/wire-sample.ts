import type { CallOptions, ErrorKind, FinishReason, JSONObject, Usage } from '@sdk/core';
import type { Bytes } from '../server/cut.ts';

/** Stands where a wire has nothing to show, and says why, e.g. `{ notShown: 'Arguments are an object on this wire.' }`. */
export interface NotShown {
  notShown: string;
}

/** What a sample must be read as. */
export interface ExpectedAnswer {
  text: string;
  /** @default none */
  reasoning?: string;
  /** Without `id` where the wire has none and the codec makes one. @default none */
  toolCalls?: { id?: string; name: string; arguments: JSONObject; invalid?: string }[];
  finishReason: FinishReason;
  /** Every field that is given must come out exactly. */
  usage?: Omit<Usage, 'raw'>;
}

/** One answer of the vendor's, in both forms. */
export interface AnswerSample {
  /** The body of the answer to `generate`. */
  whole: Bytes;
  /** The frames of the answer to `stream`, exactly as on the wire, line ends included, e.g. `'data: {…}\n\n'`. */
  events: readonly Bytes[];
  /** Index in `events` of the wire's terminal event: after it, the answer is complete, whatever else comes (usage, `[DONE]`). */
  terminal: number;
  expected: ExpectedAnswer;
  /** What the call must ask for beside the messages and the tools that the answer calls. */
  options?: Partial<CallOptions>;
}

/** An odd answer that must be read all the same. */
export interface DirtySample {
  /** Ends the sentence "reads …", e.g. `'tool deltas without index'`. */
  name: string;
  whole?: Bytes;
  events?: readonly Bytes[];
  expected: ExpectedAnswer;
  options?: Partial<CallOptions>;
}

/** An error status with a body that decides about the kind, e.g. an exhausted quota in a 429. */
export interface ErrorSample {
  name: string;
  status: number;
  headers?: Record<string, string>;
  body: string;
  kind: ErrorKind;
  /** @default unchecked */
  retryable?: boolean;
  /** @default unchecked */
  code?: string;
  /** @default unchecked */
  retryAfterMs?: number;
}

/** What one vendor's server says, as data. The laws are run on it. */
export interface WireSample {
  /** How events are told apart: decides which dirty variants are tried. */
  framing: 'sse' | 'ndjson' | 'other';
  /** @default `application/json`, and `text/event-stream` or `application/x-ndjson` */
  contentTypes?: { whole?: string; stream?: string };
  /** An answer in text. Its text must hold characters of two, three and four bytes, e.g. `é漢🙂`, in at least two deltas. */
  text: AnswerSample;
  /** Index in `text.events` of a text delta that may come any number of times in its place. */
  repeatable: number;
  /** One call of one tool, with arguments that are not empty, in at least two deltas where the wire streams them. */
  toolCall: AnswerSample | NotShown;
  /** Two calls in one answer. */
  parallelToolCalls: AnswerSample | NotShown;
  /** Reasoning, then text. */
  reasoning: AnswerSample | NotShown;
  /** A call whose arguments are no JSON; `invalid` is expected. */
  badToolArguments: AnswerSample | NotShown;
  /** The vendor's body for an error status. */
  error(status: number, error: { message: string; code?: string }): { headers?: Record<string, string>; body: string };
  /** An error inside HTTP 200: as a whole body, and as an event after the beginning of an answer. */
  errorInside200: { whole: Bytes; events: readonly Bytes[]; kind: ErrorKind } | NotShown;
  /** A complete event that should hold JSON and does not. @default by framing */
  brokenEvent?: Bytes;
  /** An event of a kind that the vendor has not invented yet. @default by framing, `{"type":"sdk_unknown"}` */
  unknownEvent?: Bytes;
  /** What this wire is known to get wrong. */
  dirty?: readonly DirtySample[];
  /** Errors that the body decides about. */
  errorSamples?: readonly ErrorSample[];
  /** Where the vendor departs from the table of statuses, e.g. `{ 409: true }`. */
  retryable?: Partial<Record<number, boolean>>;
  /**
   * Looks at the request that continues a conversation, parsed. Should throw unless the vendor would accept it.
   *
   * Called with the provider's own history and with another provider's.
   */
  checkRoundTrip?(request: unknown, history: 'own' | 'foreign'): void;
}
