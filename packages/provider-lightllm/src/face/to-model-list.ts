import type { ModelInfo } from '@sdk/core';
import { writeModelList, type ModelList } from '@sdk/openai-wire/server';

/** The list of models, in OpenAI's form. */
export function toModelList(models: readonly ModelInfo[]): ModelList {
  return writeModelList(models, { ownedBy: 'lightllm' });
}
