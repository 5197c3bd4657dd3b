import type { TokenLogprob } from '@sdk/core';
import type { WireItem, WireResponseAnnotation } from './wire.ts';

/** How many parts of one item have places of their own in the content. */
const PLACES_PER_ITEM = 10_000;

/** A text of a message that is being written. */
export class OpenText {
  readonly place: number;
  /** Whether any of it has come. */
  seen = false;
  logprobs: TokenLogprob[] | undefined = undefined;
  annotations: WireResponseAnnotation[] = [];
  refusal = false;

  constructor(place: number) {
    this.place = place;
  }
}

/** An item of the output that is being written. */
export class OpenItem {
  readonly slot: number;
  /** As it was announced; `{}` when its first event was another one. */
  announced: WireItem;
  /** All of it has come. */
  done = false;
  /** A function call whose name is known has been passed on. */
  called = false;
  /** Some of a function call's arguments have come. */
  argued = false;
  /** The texts of a message, in the order in which they began, and the wire's index of each. */
  readonly texts: OpenText[] = [];
  readonly textIndexes: number[] = [];
  /** The wire's keys of the thoughts, in the order in which they began. */
  readonly thoughts: string[] = [];

  constructor(slot: number, announced: WireItem) {
    this.slot = slot;
    this.announced = announced;
  }

  /** The place of one of its parts in the content. */
  place(part = 0): number {
    return this.slot * PLACES_PER_ITEM + part;
  }

  /** The text with this `content_index`; a new one, where there is none yet. */
  text(index: number): OpenText {
    const at = this.textIndexes.indexOf(index);
    return this.texts[at] ?? this.addText(index);
  }

  addText(index: number): OpenText {
    const text = new OpenText(this.place(this.texts.length));
    this.textIndexes.push(index);
    this.texts.push(text);
    return text;
  }

  /** The place of a thought, e.g. of `'summary 0'`. */
  thought(key: string): number {
    const at = this.thoughts.indexOf(key);
    return this.place(at >= 0 ? at : this.thoughts.push(key) - 1);
  }
}
