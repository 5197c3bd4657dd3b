import type { ListedModel, ModelList } from '@sdk/openai-wire/server';
import { FacePromise } from './face-promise.ts';

/** A list of models, all on one page. */
export class ModelPage implements ModelList, AsyncIterable<ListedModel> {
  readonly object = 'list';
  data: ListedModel[];

  constructor(data: ListedModel[]) {
    this.data = data;
  }

  getPaginatedItems(): ListedModel[] {
    return this.data;
  }

  /** Always `false`. */
  hasNextPage(): boolean {
    return false;
  }

  async *iterPages(): AsyncGenerator<ModelPage> {
    yield this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ListedModel> {
    yield* this.data;
  }
}

/** A promise of a page that can be iterated at once: `for await (const model of client.models.list())`. */
export class ModelPagePromise extends FacePromise<ModelPage> implements AsyncIterable<ListedModel> {
  async *[Symbol.asyncIterator](): AsyncGenerator<ListedModel> {
    yield* await this;
  }
}
