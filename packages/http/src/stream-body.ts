import { ResponseParseError, StreamInterruptedError, type Tool } from '@sdk/core';
import { createBodyText, parseJSON } from './body-text.ts';
import type { DecodeContext, EventDecoder } from './codec.ts';
import type { Framer, FramerEvents } from './framing.ts';
import type { OwnedPartWriter } from './part-writer.ts';
import type { ChatTarget } from './prepare.ts';
import { createDecodeContext, decoding, isGood, parseAnswer, toStatusError, unforeseen, type ReceivedAnswer } from './received-answer.ts';
import type { Redact } from './redact.ts';
import { createUtf8Decoder } from './utf8.ts';

/** How the bytes of an answer are read. What it throws is the stream's failure. */
export interface StreamBody {
  add(chunk: Uint8Array): void;
  /** All bytes came. Finishes the answer or throws. */
  end(): void;
  /** The connection was lost. Finishes, if the answer's last event has come, or throws what says more than the loss. */
  lost(): void;
  /** Whether anything of an answer has been seen. */
  hasBegun(): boolean;
}

/** An answer that begins. */
export interface StreamBodyOptions {
  target: ChatTarget;
  writer: OwnedPartWriter;
  redact: Redact;
  status: number;
  headers: Record<string, string>;
  /** What the model could call. */
  tools: readonly Tool[] | undefined;
}

/** The reader for an answer, by its status and its first character. */
export function createStreamBody(options: StreamBodyOptions): StreamBody {
  const { limits } = options.target.settings;
  return isGood(options.status) ? new EventBody(options) : createWholeBody(options, limits.errorBodyBytes);
}

/** An answer in the vendor's framing; or, from a server that does not stream, one that is whole JSON after all. */
class EventBody implements StreamBody, FramerEvents {
  readonly options: StreamBodyOptions;
  readonly writer: OwnedPartWriter;
  readonly context: DecodeContext;
  readonly utf8 = createUtf8Decoder();
  readonly decoder: EventDecoder;
  readonly framer: Framer;
  whole: StreamBody | undefined = undefined;
  firstCharacter = '';
  begun = false;

  constructor(options: StreamBodyOptions) {
    const { codec, settings, modelId } = options.target;
    this.options = options;
    this.writer = options.writer;
    this.context = createDecodeContext(modelId, received(options, ''), options.tools);
    this.decoder = decoding(this.context, () => codec.decodeStream(this.writer, this.context));
    this.framer = codec.framing(this, settings.limits.eventBytes);
  }

  add(chunk: Uint8Array): void {
    if (this.whole) return this.whole.add(chunk);
    const text = this.utf8.decode(chunk);
    if (this.firstCharacter === '') {
      this.firstCharacter = text.trimStart().slice(0, 1);
      if (this.firstCharacter !== '' && !this.framer.canBegin(this.firstCharacter)) {
        this.whole = createWholeBody(this.options, this.options.target.settings.limits.jsonBytes);
        return this.whole.add(chunk);
      }
    }
    this.framer.push(text);
  }

  onEvent(data: string, name: string | undefined): void {
    if (this.writer.isFinished()) return;
    this.begun = true;
    try {
      this.decoder.event(data, name); // on the path of every chunk, so without a closure
    } catch (error) {
      unforeseen(this.context, error);
    }
  }

  onOverflow(): never {
    const { target, status } = this.options;
    const { server, limits } = target.settings;
    const message = `${server.id}: an event of the stream is longer than ${limits.eventBytes} bytes (limits.eventBytes).`;
    throw new ResponseParseError(message, { provider: server.id, status });
  }

  end(): void {
    if (this.whole) return this.whole.end();
    this.lost();
    if (this.writer.isFinished()) return;
    if (!this.framer.isRecognized()) parseAnswer(received(this.options, this.firstCharacter));
    const { target, status } = this.options;
    const provider = target.settings.server.id;
    throw new StreamInterruptedError(`${provider}: the answer was cut: it ended without its last event.`, {
      provider,
      status,
      retryable: true,
    });
  }

  lost(): void {
    if (this.whole) return this.whole.lost();
    this.framer.push(this.utf8.end());
    this.framer.end();
    if (!this.writer.isFinished()) decoding(this.context, () => this.decoder.end());
  }

  hasBegun(): boolean {
    return this.begun;
  }
}

/** The body of an error, or whole JSON where a stream was due. */
function createWholeBody(options: StreamBodyOptions, maxBytes: number): StreamBody {
  const { target, writer, status } = options;
  const { codec, modelId } = target;
  const body = createBodyText(maxBytes);

  function end(): void {
    if (writer.isFinished()) return;
    const answer = received(options, body.text());
    if (!isGood(status)) throw toStatusError(answer);
    const context = createDecodeContext(modelId, answer, options.tools);
    decoding(context, () => codec.decode(parseAnswer(answer), writer, context));
  }

  return {
    hasBegun: () => false,
    add(chunk) {
      if (!body.add(chunk)) end();
    },
    end,
    lost() {
      // Half an answer says less than the loss; half an error body is enough for its status.
      if (!isGood(status) || parseJSON(body.text()) !== undefined) end();
    },
  };
}

function received({ target, redact, status, headers }: StreamBodyOptions, text: string): ReceivedAnswer {
  return { settings: target.settings, codec: target.codec, redact, status, headers, text };
}
