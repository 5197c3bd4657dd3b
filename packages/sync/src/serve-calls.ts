import { ConfigurationError, UnsupportedFeatureError } from '@sdk/core';
import type { MessagePort } from 'node:worker_threads';
import { loadModels, type LoadedModels } from './load-models.ts';
import { OpenStreams } from './open-streams.ts';
import { portableError } from './portable-error.ts';
import { printDirectly } from './print-directly.ts';
import type { Answer, Call, Numbered, Origin } from './protocol.ts';

/** Answers calls that come through a port, with the models of the origin. */
export function serveCalls(port: MessagePort, origin: Origin): void {
  printDirectly();
  const streams = new OpenStreams();
  const loading = loadModels(origin);
  loading.catch(() => {}); // told to those who call

  async function answer(call: Call): Promise<Answer> {
    let models: LoadedModels;
    try {
      models = await loading;
    } catch (error) {
      return { error: portableError(error), unusable: true };
    }
    try {
      return { value: await perform(call, models, streams) };
    } catch (error) {
      return { error: portableError(error) };
    }
  }

  async function reply({ id, body }: Numbered<Call>): Promise<void> {
    const answered = await answer(body);
    try {
      port.postMessage({ id, body: answered } satisfies Numbered<Answer>);
    } catch (error) {
      port.postMessage({ id, body: { error: portableError(error) } } satisfies Numbered<Answer>);
    }
  }

  port.on('message', (message: Numbered<Call>) => void reply(message));
}

async function perform(call: Call, models: LoadedModels, streams: OpenStreams): Promise<unknown> {
  switch (call.method) {
    case 'describe': {
      const model = call.of === 'embedding' ? models.embedding(call.modelId) : models.language(call.modelId);
      return { provider: model.provider, modelId: model.modelId, capabilities: 'capabilities' in model ? model.capabilities : {} };
    }
    case 'generate':
      return models.language(call.modelId).generate(call.options);
    case 'countTokens': {
      const model = models.language(call.modelId);
      if (!model.countTokens) throw new UnsupportedFeatureError(`${model.provider} does not count tokens.`);
      return model.countTokens(call.options);
    }
    case 'embed':
      return models.embedding(call.modelId).embed(call.options);
    case 'listModels':
      return models.list();
    case 'open': {
      const controller = new AbortController();
      const stream = models.language(call.modelId).stream({ ...call.options, signal: controller.signal });
      return streams.open(call.streamId, stream, controller);
    }
    case 'next':
      return streams.next(call.streamId);
    case 'return':
      return streams.leave(call.streamId);
    default:
      throw new ConfigurationError('The calling thread has another version of @sdk/sync.');
  }
}
