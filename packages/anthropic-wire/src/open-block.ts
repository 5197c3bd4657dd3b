import type { JSONObject } from '@sdk/core';
import type { WireBlock } from './wire.ts';

/** A block of the answer that is being read. */
export class OpenBlock {
  /** The vendor's number of it. */
  readonly index: number;
  /** Its place in the content: the order in which blocks begin. */
  readonly place: number;
  /** As it began; blocks that the contract does not model gather their deltas here. */
  readonly wire: WireBlock;
  length = 0;
  signature = '';
  hasArguments = false;
  citations: JSONObject[] | undefined = undefined;

  constructor(index: number, place: number, wire: WireBlock) {
    this.index = index;
    this.place = place;
    this.wire = wire;
  }
}
