import type { ModelInfo } from '@sdk/core';
import { resolveTimeouts } from './call-guard.ts';
import type { ErrorCodec, ModelListCodec } from './codec.ts';
import { whenReady } from './maybe-promise.ts';
import { decoding } from './received-answer.ts';
import { requestWhole } from './request-whole.ts';
import type { Settings } from './settings.ts';

/** Lists a vendor's models, page by page. @throws SdkError by rejection; a failure is never an empty list. */
export async function listModels(
  settings: Settings,
  codec: ErrorCodec,
  list: ModelListCodec,
  signal: AbortSignal | undefined,
): Promise<ModelInfo[]> {
  const models: ModelInfo[] = [];
  const seen = new Set<string>();
  let path: string | undefined = list.path;
  while (path !== undefined && !seen.has(path)) {
    const current: string = path;
    seen.add(current);
    const answer = await requestWhole({
      settings,
      codec,
      timeouts: resolveTimeouts(settings, undefined),
      signal,
      prepare: () => whenReady(settings.headers(), (headers) => ({ method: 'GET', ...settings.url(current), headers })),
    });
    const context = answer.context('');
    const page = decoding(context, () => list.decode(answer.body, context));
    models.push(...page.models);
    path = page.nextPath;
  }
  return models;
}
