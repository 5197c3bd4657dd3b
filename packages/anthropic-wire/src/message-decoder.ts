import { isJSONObject } from '@sdk/core';
import { createEventParser, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import { MessageReader } from './message-reader.ts';
import type { WireBlock, WireEvent } from './wire.ts';

/** The block as one. */
export function checkBlock(block: unknown, context: DecodeContext): WireBlock {
  if (isJSONObject(block) && typeof block['type'] === 'string') return block as WireBlock;
  return context.malformed('a block of the answer has no type.');
}

/** What is new in a delta. Citations are kept, and so are read one by one. */
function varyingIn({ type, delta }: WireEvent): readonly Varying[] {
  if (type !== 'content_block_delta' || !delta || delta.citation) return [];
  return [
    [delta, 'text'],
    [delta, 'thinking'],
    [delta, 'partial_json'],
  ];
}

/** Reads the events of a stream. Only `message_stop` ends an answer: without it the answer was cut. */
export class MessageDecoder implements EventDecoder {
  readonly reader: MessageReader;
  readonly context: DecodeContext;
  readonly parse: (data: string) => WireEvent;

  constructor(writer: PartWriter, context: DecodeContext) {
    this.reader = new MessageReader(writer, context);
    this.context = context;
    this.parse = createEventParser(context, varyingIn);
  }

  event(data: string): void {
    const { reader } = this;
    const event = this.parse(data);
    switch (event.type) {
      case 'content_block_delta':
        if (event.delta) reader.addDelta(event.index ?? 0, event.delta);
        return;
      case 'content_block_start':
        reader.startBlock(event.index ?? 0, checkBlock(event.content_block, this.context));
        return;
      case 'content_block_stop': {
        const block = reader.find(event.index ?? 0);
        if (block) reader.stopBlock(block);
        return;
      }
      case 'message_start':
        return reader.begin(event.message ?? {});
      case 'message_delta':
        return reader.noteStop(event.delta ?? {}, event.usage);
      case 'message_stop':
        return reader.finish();
      default:
        this.other(event);
    }
  }

  /** A ping, a failure, or what was not there when this was written. */
  other(event: WireEvent): void {
    if (event.error || event.type === 'error') this.context.fail(event);
    if (Object.keys(event).length === 0) this.context.malformed('an event of the stream is an empty object.');
  }

  end(): void {
    // `message_stop` has said it, or the answer was cut.
  }
}
