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
  /** What stands before the text in a delta of a text or a thought, as the vendor writes it; nothing for other blocks. */
  readonly textPrefix: string;
  length = 0;
  signature = '';
  hasArguments = false;
  citations: JSONObject[] | undefined = undefined;

  constructor(index: number, place: number, wire: WireBlock) {
    this.index = index;
    this.place = place;
    this.wire = wire;
    const field = wire.type === 'text' || wire.type === 'thinking' ? wire.type : undefined;
    this.textPrefix = field ? `{"type":"content_block_delta","index":${index},"delta":{"type":"${field}_delta","${field}":"` : '';
  }
}
