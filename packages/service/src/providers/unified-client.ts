import { ConfigurationError, type CallOptions, type GenerateResult, type Provider, type StreamPart } from '@sdk/core';
import { lazyStream } from '../calls/lazy-stream.ts';
import { createProvider, type ProviderFactory, type ProviderSettings } from './create-provider.ts';

/** Settings of {@link UnifiedClient}. */
export interface UnifiedClientOptions {
  /** Asked where a call names none. @default 'synth' */
  provider?: string;
  /** Settings of providers, by name: `{ openai: { apiKey: 'sk-…' } }`. @default each provider's environment variables */
  options?: Record<string, ProviderSettings>;
  /** Factories of providers that are not to be loaded by their package's name: your own, or those in a bundle. */
  factories?: Record<string, ProviderFactory>;
}

/** One call: everything that a model takes, and who is asked. */
export interface UnifiedCall extends CallOptions {
  /** The vendor's id of the model. */
  model: string;
  /** @default the client's */
  provider?: string;
}

/** Asks any provider by name. A provider is loaded at its first call, kept, and closed with the client. */
export class UnifiedClient implements AsyncDisposable {
  readonly settings: UnifiedClientOptions;
  readonly opened = new Map<string, Promise<Provider>>();
  isClosed = false;

  constructor(settings: UnifiedClientOptions = {}) {
    this.settings = settings;
  }

  /**
   * Asks for a whole answer.
   *
   * @throws ConfigurationError (by rejection) for a provider that is unknown or not installed; else what `generate` throws.
   * @example
   * await using client = new UnifiedClient();
   * const { text } = await client.createChatCompletion({ provider: 'openai', model: 'gpt-5.4-mini', messages });
   */
  async createChatCompletion({ provider, model, ...options }: UnifiedCall): Promise<GenerateResult> {
    return (await this.open(provider))(model).generate(options);
  }

  /** Asks for an answer as it is written. The request goes out at the first `next()`. */
  streamChatCompletion({ provider, model, ...options }: UnifiedCall): AsyncIterable<StreamPart> {
    return lazyStream(async () => ({ source: (await this.open(provider))(model).stream(options), release: () => {} }));
  }

  /** Closes the providers that it has opened. Calls in flight end first. */
  async close(): Promise<void> {
    this.isClosed = true;
    const opened = await Promise.allSettled(this.opened.values());
    this.opened.clear();
    await Promise.all(opened.map(async (one) => one.status === 'fulfilled' && one.value.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** A provider that could not be opened is tried again at the next call. */
  async open(name = this.settings.provider ?? 'synth'): Promise<Provider> {
    if (this.isClosed) throw new ConfigurationError('This client has been closed.');
    let opening = this.opened.get(name);
    if (!opening) {
      this.opened.set(name, (opening = this.make(name)));
      opening.catch(() => this.opened.delete(name));
    }
    return opening;
  }

  async make(name: string): Promise<Provider> {
    const { options = {}, factories = {} } = this.settings;
    const settings = Object.hasOwn(options, name) ? options[name] : undefined;
    const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
    return factory ? (factory as (options: ProviderSettings) => Provider)(settings ?? {}) : createProvider(name, settings);
  }
}
