import { UnsupportedFeatureError, type CallOptions, type LanguageModel, type ModelInfo, type Provider, type SdkError, type StreamPart } from '@sdk/core';
import { toAnswer, type Answer } from './calls/answer.ts';
import type { Connection, Connections } from './calls/connections.ts';
import { toImagePart } from './calls/image.ts';
import { lazyStream, type Opened } from './calls/lazy-stream.ts';
import { callOptionsOf, modelOf, type RetryClock } from './calls/model-of.ts';
import { answerTextOf } from './calls/text-stream.ts';
import { keysOf, type CompleteModelConfig, type ModelConfig, type ModelConfigRow } from './config/model-config.ts';
import { parseModelConfig } from './config/parse-config.ts';
import type { VisionCall } from './create-service.ts';
import { resolveTarget, type Surroundings } from './resolve-target.ts';
import { reportOf, tryModel, type ConfigReport, type TestOptions } from './test-config.ts';

type AnyConfig = ModelConfig | ModelConfigRow;

/** The calls of a service: each checks its configuration, borrows a connection, and gives it back when it is over. */
export class ServiceCalls {
  readonly connections: Connections;
  readonly surroundings: Surroundings;
  readonly retryClock: RetryClock;

  constructor(connections: Connections, surroundings: Surroundings, retryClock: RetryClock) {
    this.connections = connections;
    this.surroundings = surroundings;
    this.retryClock = retryClock;
  }

  chat(given: AnyConfig, options: CallOptions): Promise<Answer> {
    return this.withModel(given, async (model, config) => toAnswer(await model.generate(callOptionsOf(config, options))));
  }

  async vision({ config, prompt, imageData, mimeType, options }: VisionCall): Promise<Answer> {
    const image = toImagePart(imageData, mimeType);
    return this.chat(config, { ...options, messages: [{ role: 'user', content: [{ type: 'text', text: prompt }, image] }] });
  }

  stream(given: AnyConfig, options: CallOptions): AsyncIterable<StreamPart> {
    return lazyStream(() => this.openStream(given, options));
  }

  streamText(given: AnyConfig, options: CallOptions, startsInside?: boolean): AsyncIterable<string> {
    return lazyStream(() => {
      const { source, release } = this.openStream(given, options);
      return { source: answerTextOf(source, startsInside), release };
    });
  }

  openStream(given: AnyConfig, options: CallOptions): Opened<StreamPart> {
    const config = parseModelConfig(given);
    const { connection, release } = this.connect(config);
    return { source: this.modelOf(config, connection).stream(callOptionsOf(config, options)), release };
  }

  async listModels(given: Omit<ModelConfig, 'model'> | Omit<ModelConfigRow, 'model'>, options?: { signal?: AbortSignal }): Promise<ModelInfo[]> {
    const config = parseModelConfig({ ...given, model: 'any' });
    const { connection, release } = this.connect(config);
    try {
      const [provider] = connection.inTurn() as [Provider];
      if (provider.listModels) return await provider.listModels(options);
      throw new UnsupportedFeatureError(`The provider ${JSON.stringify(config.provider)} has no list of models.`);
    } finally {
      release();
    }
  }

  /** Keys take turns in calls, so each is tried by itself. */
  async test(given: AnyConfig, options: TestOptions): Promise<ConfigReport> {
    try {
      const config = { ...parseModelConfig(given), maxRetries: 0, fallbackModels: [] };
      const keys = keysOf(config.apiKey);
      if (keys.length < 2) return await this.withModel(config, (model) => tryModel(model, config, options));
      let report: ConfigReport | undefined;
      for (const [index, apiKey] of keys.entries()) {
        report = await this.withModel({ ...config, apiKey }, (model) => tryModel(model, config, options));
        if (!report.ok) return { ...report, message: `Key ${index + 1} of ${keys.length}: ${report.message}` };
      }
      return report as ConfigReport;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      return reportOf(error as SdkError, String(given?.model));
    }
  }

  async withModel<Result>(given: AnyConfig, use: (model: LanguageModel, config: CompleteModelConfig) => Promise<Result>): Promise<Result> {
    const config = parseModelConfig(given);
    const { connection, release } = this.connect(config);
    try {
      return await use(this.modelOf(config, connection), config);
    } finally {
      release();
    }
  }

  connect(config: CompleteModelConfig): { connection: Connection; release: () => void } {
    const connection = this.connections.open(resolveTarget(config, this.surroundings));
    return { connection, release: connection.release };
  }

  modelOf(config: CompleteModelConfig, connection: Connection): LanguageModel {
    return modelOf(config, connection, this.retryClock);
  }
}
