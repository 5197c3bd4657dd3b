import { SdkError, type ModelInfo, type Registry } from '@sdk/core';
import type { RequestHandler } from 'express';
import type { ListedModel, ModelList } from './page-api.ts';

/** Answers with the default model of every enabled provider, first, and with what the providers list themselves. */
export function createModelList(timeoutMs: number): RequestHandler {
  return async (req, res) => {
    const { providers, registry } = req.sdk;
    const enabled = providers.filter((provider) => provider.enabled);
    const lists = await Promise.all(enabled.map((provider) => listOf(provider, registry, timeoutMs)));
    const list: ModelList = {
      models: lists.flatMap(({ models }) => models).sort((a, b) => Number(b.isDefault) - Number(a.isDefault)),
      providers: enabled.map(({ name, hasBaseUrl }) => ({ name, id: registry.provider(name).id, hasBaseUrl })),
      problems: lists.flatMap(({ problem }) => problem ?? []),
    };
    res.set('Cache-Control', 'no-store').json(list);
  };
}

interface Listed {
  models: ListedModel[];
  problem?: string;
}

async function listOf(
  { name, defaultModel, isDefault }: { name: string; defaultModel: string | undefined; isDefault: boolean },
  registry: Registry,
  timeoutMs: number,
): Promise<Listed> {
  const { infos, problem } = await ask(name, registry, timeoutMs);
  const known = new Map(infos.map((info) => [info.id, info]));
  const ids = [...new Set([...(defaultModel === undefined ? [] : [defaultModel]), ...known.keys()])];
  const models = ids.map((id): ListedModel => {
    const model = registry.model(`${name}/${id}`);
    const info = known.get(id);
    return {
      name: `${name}/${id}`,
      provider: registry.provider(name).id,
      modelId: id,
      isDefault: isDefault && id === defaultModel,
      capabilities: { ...model.capabilities, ...info?.capabilities },
      ...(info?.contextWindow !== undefined && { contextWindow: info.contextWindow }),
    };
  });
  return { models: models.filter(({ capabilities }) => capabilities.chat !== false), ...(problem !== undefined && { problem }) };
}

async function ask(name: string, registry: Registry, timeoutMs: number): Promise<{ infos: ModelInfo[]; problem?: string }> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const infos = await registry.provider(name).listModels?.({ signal });
    return { infos: infos ?? [] };
  } catch (error) {
    const why = signal.aborted ? `no answer within ${timeoutMs} ms` : error instanceof SdkError ? error.message : 'it failed';
    return { infos: [], problem: `The models of ${name} are not listed: ${why}` };
  }
}
