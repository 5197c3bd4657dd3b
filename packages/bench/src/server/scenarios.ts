import { anthropicEvents, geminiEvents } from './native-samples.ts';
import { textEvents, toolCallEvents, wholeAnswer } from './wire-samples.ts';

/** Chunks of text in a streamed answer. */
export const CHUNKS = 2_000;
/** Arguments of the two tool calls, in bytes. */
export const SMALL_CALL = 64 * 1024;
export const LARGE_CALL = 1024 * 1024;

const WRITE_SIZE = 16 * 1024;
/** So that many streams at once cost the vendor little, on cores that it shares with gateway and client. */
const SMALL_WRITE_SIZE = 4 * 1024;

/** An answer, ready to be written: pieces of HTTP, one `write` each. */
export interface Scenario {
  writes: Buffer[];
  /** Wait between two writes; 0: as fast as the client reads. */
  paceMs: number;
}

const HEAD = [
  'HTTP/1.1 200 OK',
  'date: Thu, 20 Nov 2026 12:00:00 GMT',
  'x-request-id: req_2f1d9c0b7a6e4f53',
  'openai-processing-ms: 211',
  'openai-version: 2020-10-01',
  'x-ratelimit-limit-requests: 30000',
  'x-ratelimit-limit-tokens: 150000000',
  'x-ratelimit-remaining-requests: 29999',
  'x-ratelimit-remaining-tokens: 149999967',
  'x-ratelimit-reset-requests: 2ms',
  'x-ratelimit-reset-tokens: 0s',
  'connection: keep-alive',
  'keep-alive: timeout=60',
].join('\r\n');

const STREAM_HEAD = Buffer.from(`${HEAD}\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n`);
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

function httpChunk(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
}

function whole(json: string): Scenario {
  const body = Buffer.from(json);
  const head = Buffer.from(`${HEAD}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`);
  return { writes: [Buffer.concat([head, body])], paceMs: 0 };
}

/** Headers go out with the first piece, the end of the body with the last. */
function streamed(pieces: Buffer[], paceMs = 0): Scenario {
  const writes = pieces.map(httpChunk);
  writes[0] = Buffer.concat([STREAM_HEAD, writes[0] as Buffer]);
  writes.push(Buffer.concat([writes.pop() as Buffer, LAST_CHUNK]));
  return { writes, paceMs };
}

function inBlocks(events: string[], size = WRITE_SIZE): Buffer[] {
  const bytes = Buffer.from(events.join(''));
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += size) blocks.push(bytes.subarray(from, from + size));
  return blocks;
}

const oneByOne = (events: string[]) => events.map((event) => Buffer.from(event));

/** What the server answers, by the first segment of the path. */
export const scenarios: Record<string, () => Scenario> = {
  whole: () => whole(wholeAnswer()),
  /** 16 KB at a time, cut wherever that falls. */
  blocks: () => streamed(inBlocks(textEvents(CHUNKS))),
  anthropic: () => streamed(inBlocks(anthropicEvents(CHUNKS))),
  gemini: () => streamed(inBlocks(geminiEvents(CHUNKS))),
  /** One write per chunk, 1 ms apart, so that no client reads two at once. */
  paced: () => streamed(oneByOne(textEvents(CHUNKS)), 1),
  short: () => streamed(oneByOne(textEvents(8))),
  /** As long as most answers are, one write per chunk, and 4 KB at a time. */
  answer: () => streamed(oneByOne(textEvents(150))),
  'answer-blocks': () => streamed(inBlocks(textEvents(150), SMALL_WRITE_SIZE)),
  /** A vendor that writes 20 chunks a second. */
  trickle: () => streamed(oneByOne(textEvents(CHUNKS)), 50),
  'tool-small': () => streamed(inBlocks(toolCallEvents(SMALL_CALL))),
  'tool-large': () => streamed(inBlocks(toolCallEvents(LARGE_CALL))),
};
