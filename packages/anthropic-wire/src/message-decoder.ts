import { isJSONObject } from '@sdk/core';
import type { DecodeContext, EventDecoder, PartWriter } from '@sdk/http';
import { MessageReader } from './message-reader.ts';
import type { OpenBlock } from './open-block.ts';
import type { WireBlock, WireEvent } from './wire.ts';

/** The block as one. */
export function checkBlock(block: unknown, context: DecodeContext): WireBlock {
  if (isJSONObject(block) && typeof block['type'] === 'string') return block as WireBlock;
  return context.malformed('a block of the answer has no type.');
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7d;

/** Whether nothing follows but two closing braces and the spaces with which the vendor hides the length of a text. */
function closesTwice(data: string, from: number): boolean {
  let braces = 0;
  for (let at = from; at < data.length; at++) {
    const code = data.charCodeAt(at);
    if (code === BRACE) braces++;
    else if (code !== SPACE) return false;
  }
  return braces === 2;
}

/** Reads the events of a stream. Only `message_stop` ends an answer: without it the answer was cut. */
export class MessageDecoder implements EventDecoder {
  readonly reader: MessageReader;
  readonly context: DecodeContext;

  constructor(writer: PartWriter, context: DecodeContext) {
    this.reader = new MessageReader(writer, context);
    this.context = context;
  }

  event(data: string): void {
    const { reader } = this;
    if (reader.latest !== undefined && this.plainText(data, reader.latest)) return;
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

  /**
   * Nine events of ten are a piece of text without an escape in it. Written as the vendor writes them, they are read off;
   * whatever differs in one character is for {@link MessageDecoder.parse}.
   */
  plainText(data: string, block: OpenBlock): boolean {
    const { textPrefix } = block;
    if (textPrefix === '' || !data.startsWith(textPrefix)) return false;
    const from = textPrefix.length;
    let at = from;
    for (let code = data.charCodeAt(at); code !== QUOTE; code = data.charCodeAt(++at)) {
      if (code === BACKSLASH || !(code >= SPACE)) return false;
    }
    if (!closesTwice(data, at + 1)) return false;
    this.reader.addPlain(block, data.slice(from, at));
    return true;
  }

  parse(data: string): WireEvent {
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch (cause) {
      this.context.malformed('an event of the stream is not JSON.', cause);
    }
    if (typeof event !== 'object' || event === null) this.context.malformed('an event of the stream is no JSON object.');
    return event;
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
