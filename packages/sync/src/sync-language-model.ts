import type { CallOptions, Capabilities, EmbedOptions, EmbedResult, GenerateResult, StreamPart } from '@sdk/core';
import { portableCall, withoutSignal } from './portable-options.ts';
import type { ModelThreadClient } from './model-thread-client.ts';
import { syncStream } from './sync-stream.ts';

/**
 * A `LanguageModel` without `await`. The calling thread does nothing else while it waits: no timer fires, no server answers.
 *
 * A `signal` can therefore not fire during a call; one that has fired before is an `AbortError`. Use `timeouts.totalMs`.
 */
export interface SyncLanguageModel {
  /** Id of the provider. Starts the worker. */
  readonly provider: string;
  /** The vendor's id of the model. Starts the worker where the source does not say it. */
  readonly modelId: string;
  /** Starts the worker. */
  readonly capabilities: Capabilities;
  /** A whole answer. @throws SdkError */
  generate(options: CallOptions): GenerateResult;
  /**
   * The parts of an answer as they come; each step waits for the next. The request goes out at the first.
   *
   * For one consumer. Leaving the loop early ends the call, and so does a `signal` that has fired when the next part is asked
   * for. A loop that is slow slows the vendor down. An iterator that is neither finished nor left holds its connection.
   *
   * @throws SdkError from `next()`, never from `stream()` itself.
   */
  stream(options: CallOptions): Iterable<StreamPart>;
  /** @throws UnsupportedFeatureError where the model has no such call. */
  countTokens(options: CallOptions): { inputTokens: number };
}

/** An `EmbeddingModel` without `await`. */
export interface SyncEmbeddingModel {
  readonly provider: string;
  readonly modelId: string;
  /** @throws SdkError */
  embed(options: EmbedOptions): EmbedResult;
}

interface Description {
  provider: string;
  modelId: string;
  capabilities: Capabilities;
}

/** What a model says of itself, asked once. */
class Described {
  readonly thread: ModelThreadClient;
  readonly id: string | undefined;
  readonly of: 'language' | 'embedding';
  known: Description | undefined;

  constructor(thread: ModelThreadClient, id: string | undefined, of: 'language' | 'embedding') {
    this.thread = thread;
    this.id = id;
    this.of = of;
  }

  describe(): Description {
    return (this.known ??= this.thread.call({ method: 'describe', of: this.of, modelId: this.id }) as Description);
  }

  get provider(): string {
    return this.describe().provider;
  }

  get modelId(): string {
    return this.id ?? this.describe().modelId;
  }
}

/** The chat side of a model in a thread. */
export class ThreadLanguageModel extends Described implements SyncLanguageModel {
  constructor(thread: ModelThreadClient, id: string | undefined) {
    super(thread, id, 'language');
  }

  get capabilities(): Capabilities {
    return this.describe().capabilities;
  }

  generate(options: CallOptions): GenerateResult {
    return this.thread.call({ method: 'generate', modelId: this.id, options: portableCall(options) }) as GenerateResult;
  }

  stream(options: CallOptions): Iterable<StreamPart> {
    return syncStream(this.thread, this.id, options);
  }

  countTokens(options: CallOptions): { inputTokens: number } {
    return this.thread.call({ method: 'countTokens', modelId: this.id, options: portableCall(options) }) as { inputTokens: number };
  }
}

/** The embedding side of a model in a thread. */
export class ThreadEmbeddingModel extends Described implements SyncEmbeddingModel {
  constructor(thread: ModelThreadClient, id: string | undefined) {
    super(thread, id, 'embedding');
  }

  embed(options: EmbedOptions): EmbedResult {
    return this.thread.call({ method: 'embed', modelId: this.id, options: withoutSignal(options) }) as EmbedResult;
  }
}
