import { isJSONObject, type ModelInfo } from '@sdk/core';

/** A list of models. */
export interface ModelList {
  object: 'list';
  data: ListedModel[];
}

/** One entry of a {@link ModelList}. */
export interface ListedModel {
  id: string;
  object: 'model';
  /** Unix time, in seconds; 0 where the vendor does not say it. */
  created: number;
  /** Whose it is. */
  owned_by: string;
}

/** Writes models as OpenAI's `GET /models` does. `created` and `owned_by` are the vendor's where it has them. */
export function writeModelList(models: readonly ModelInfo[], { ownedBy = 'unknown' }: { ownedBy?: string } = {}): ModelList {
  return {
    object: 'list',
    data: models.map(({ id, raw }) => {
      const { created, owned_by: owner } = isJSONObject(raw) ? raw : {};
      return {
        id,
        object: 'model',
        created: typeof created === 'number' ? created : 0,
        owned_by: typeof owner === 'string' ? owner : ownedBy,
      };
    }),
  };
}
