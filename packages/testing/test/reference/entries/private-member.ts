export { createReference } from '../reference-provider.ts';

/** Two copies of it are not assignable to each other, which law 14 forbids. */
export class Client {
  #key = 'k';
  key(): string {
    return this.#key;
  }
}
