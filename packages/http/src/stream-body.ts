import { ResponseParseError, StreamInterruptedError } from '@sdk/core';
import { createBodyText, parseJSON } from './body-text.ts';
import type { OwnedPartWriter } from './part-writer.ts';
import type { ChatTarget } from './prepare.ts';
import { createDecodeContext, decoding, isGood, parseAnswer, unforeseen, type ReceivedAnswer } from './received-answer.ts';
import type { Redact } from './redact.ts';
import { toError } from './to-error.ts';
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
}

/** The reader for an answer, by its status and its first character. */
export function createStreamBody(options: StreamBodyOptions): StreamBody {
  const { limits } = options.target.settings;
  return isGood(options.status) ? createEventBody(options) : createWholeBody(options, limits.errorBodyBytes);
}

/** An answer in the vendor's framing; or, from a server that does not stream, one that is whole JSON after all. */
function createEventBody(options: StreamBodyOptions): StreamBody {
  const { target, writer, status } = options;
  const { codec, settings } = target;
  const provider = settings.server.id;
  const maxLength = settings.limits.eventBytes;
  const context = createDecodeContext(target.modelId, received(options, '', 0));
  const utf8 = createUtf8Decoder();
  const decoder = decoding(context, () => codec.decodeStream(writer, context));
  let whole: StreamBody | undefined;
  let firstCharacter = '';
  let began = false;

  const framer = codec.framing(
    {
      onEvent(data, name) {
        if (writer.isFinished()) return;
        began = true;
        try {
          decoder.event(data, name); // on the path of every chunk, so without a closure
        } catch (error) {
          unforeseen(context, error);
        }
      },
      onOverflow() {
        const message = `${provider}: an event of the stream is longer than ${maxLength} bytes (limits.eventBytes).`;
        throw new ResponseParseError(message, { provider, status });
      },
    },
    maxLength,
  );

  function lost(): void {
    if (whole) return whole.lost();
    framer.push(utf8.end());
    framer.end();
    if (!writer.isFinished()) decoding(context, () => decoder.end());
  }

  return {
    hasBegun: () => began,
    add(chunk) {
      if (whole) return whole.add(chunk);
      const text = utf8.decode(chunk);
      if (firstCharacter === '') {
        firstCharacter = text.trimStart().slice(0, 1);
        if (firstCharacter !== '' && !framer.canBegin(firstCharacter)) {
          whole = createWholeBody(options, settings.limits.jsonBytes);
          return whole.add(chunk);
        }
      }
      framer.push(text);
    },
    end() {
      if (whole) return whole.end();
      lost();
      if (writer.isFinished()) return;
      if (!framer.isRecognized()) parseAnswer(received(options, firstCharacter, 0));
      throw new StreamInterruptedError(`${provider}: the answer was cut: it ended without its last event.`, {
        provider,
        status,
        retryable: true,
      });
    },
    lost,
  };
}

/** The body of an error, or whole JSON where a stream was due. */
function createWholeBody(options: StreamBodyOptions, maxBytes: number): StreamBody {
  const { target, writer, status } = options;
  const { codec, settings, modelId } = target;
  const body = createBodyText(maxBytes);

  function end(): void {
    if (writer.isFinished()) return;
    const answer = received(options, body.text(), body.size());
    if (!isGood(status)) {
      const { id: provider } = settings.server;
      throw toError({ ...answer, provider, body: parseJSON(answer.text), keyHint: settings.keyHint });
    }
    const context = createDecodeContext(modelId, answer);
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

function received({ target, redact, status, headers }: StreamBodyOptions, text: string, bytes: number): ReceivedAnswer {
  return { settings: target.settings, codec: target.codec, redact, status, headers, text, bytes };
}
