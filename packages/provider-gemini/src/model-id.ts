import type { EncodeContext } from '@sdk/http';

/**
 * The path of a model: `gemini-2.5-flash` → `models/gemini-2.5-flash`. An id with a slash is a path already
 * (`models/…`, `tunedModels/…`, `endpoints/…` of Vertex AI).
 */
export function modelPath({ modelId, invalid }: Pick<EncodeContext, 'modelId' | 'invalid'>): string {
  const path = modelId.includes('/') ? modelId : `models/${modelId}`;
  const segments = path.split('/');
  if (segments.some((segment) => /^\.{0,2}$/.test(segment))) invalid(`the model id ${JSON.stringify(modelId)} is no path.`);
  return segments.map((segment) => encodeURIComponent(segment).replaceAll('%40', '@')).join('/');
}

/** `models/gemini-2.5-flash` → `gemini-2.5-flash`; ids of other kinds keep their path. */
export function bareModelId(name: string): string {
  return name.replace(/^(?:.*\/)?models\//, '');
}

/** A model's name, apart: what may be asked of it differs by generation. */
export interface Generation {
  /** 2.5 for `gemini-2.5-flash`; `Infinity` for an id that does not say (`gemini-flash-latest`): taken as the newest. 0 for models that are no Gemini. */
  version: number;
  isPro: boolean;
  isLite: boolean;
}

/** Reads the generation from an id. Ids are open-ended: what is unknown is taken as the newest. */
export function generationOf(modelId: string): Generation {
  const id = bareModelId(modelId).toLowerCase();
  const number = /^gemini-(\d+(?:\.\d+)?)(?![\d.])/.exec(id)?.[1];
  const isOther = /^(?:gemma|learnlm|palm|imagen|veo|text-|embedding)/.test(id);
  return {
    version: isOther ? 0 : number === undefined ? Infinity : Number(number),
    isPro: /(?:^|-)pro(?:-|$)/.test(id),
    isLite: /(?:^|-)lite(?:-|$)/.test(id),
  };
}
