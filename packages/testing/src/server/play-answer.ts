import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Answer, Step } from './answer.ts';
import { cutBytes, toBytes, type Bytes } from './cut.ts';
import type { Connection } from './received-request.ts';

/** The socket is gone, or was given up on purpose: nothing more is to be done on it. */
const OVER = new Error('The connection is over.');

/** How many bytes go into one write of a packed answer. */
const PACKET_BYTES = 16_384;

/** Answers one request. Resolves to whether the connection is good for another one. */
export async function playAnswer(connection: Connection, answer: Answer): Promise<boolean> {
  const { framing = 'chunked' } = answer;
  await setImmediate(); // from here on, every turn that `write` gives has a look at the sockets in it
  try {
    for (const step of answer.before ?? []) await play(connection, { framing: 'close' }, step);
    await write(connection, Buffer.from(headOf(answer), 'latin1'));
    for (const step of stepsOf(answer)) await play(connection, answer, step);
    if (framing === 'chunked') await write(connection, Buffer.from('0\r\n\r\n'));
    const keep = framing !== 'close' && headerOf(answer, 'connection') !== 'close';
    if (!keep) await play(connection, answer, { end: true });
    return keep;
  } catch (error) {
    if (error === OVER) return false;
    throw error;
  }
}

function stepsOf({ body = [] }: Answer): readonly Step[] {
  return typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
}

function headerOf({ headers = {} }: Answer, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] as string | undefined;
}

function headOf(answer: Answer): string {
  const { status = 200, headers = {}, framing = 'chunked' } = answer;
  const fields = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  const add = (name: string, value: string | number) => {
    if (headerOf(answer, name) === undefined) fields.push(`${name}: ${value}`);
  };
  if (framing === 'chunked') add('transfer-encoding', 'chunked');
  if (framing === 'length') add('content-length', answer.contentLength ?? lengthOf(stepsOf(answer)));
  if (framing === 'close') add('connection', 'close');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;
}

function lengthOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (isBytes(step)) return sum + toBytes(step).length;
    return 'repeat' in step ? sum + toBytes(step.repeat).length * (step.times ?? 0) : sum;
  }, 0);
}

function isBytes(step: Step): step is Bytes {
  return typeof step === 'string' || step instanceof Uint8Array;
}

async function play(connection: Connection, answer: Answer, step: Step): Promise<void> {
  if (isBytes(step)) return writeCut(connection, answer, step);
  if ('raw' in step) return write(connection, toBytes(step.raw));
  if ('delayMs' in step) return wait(connection, sleep(step.delayMs));
  if ('until' in step) return wait(connection, step.until());
  if ('repeat' in step) return repeat(connection, answer, step);
  if ('stall' in step) await connection.closed;
  else if ('reset' in step) {
    connection.closeByServer('reset');
    connection.socket.resetAndDestroy();
  } else {
    connection.closeByServer('end');
    connection.socket.end();
  }
  throw OVER;
}

async function repeat(
  connection: Connection,
  answer: Answer,
  step: { repeat: Bytes; times?: number; everyMs?: number },
): Promise<void> {
  const bytes = framed(answer, toBytes(step.repeat));
  for (let time = 0; time < (step.times ?? Infinity); time++) {
    if (step.everyMs) await wait(connection, sleep(step.everyMs));
    await write(connection, bytes);
  }
}

async function writeCut(connection: Connection, answer: Answer, bytes: Bytes): Promise<void> {
  let packet: Uint8Array[] = [];
  let packed = 0;
  for (const piece of cutBytes(bytes, answer.cut ?? 'whole')) {
    const next = framed(answer, piece);
    if (answer.packed) {
      packed += next.length;
      packet.push(next);
      if (packed < PACKET_BYTES) continue;
    }
    await write(connection, answer.packed ? Buffer.concat(packet) : next);
    packet = [];
    packed = 0;
    if (answer.everyMs) await wait(connection, sleep(answer.everyMs));
  }
  if (packet.length > 0) await write(connection, Buffer.concat(packet));
}

function framed({ framing = 'chunked' }: Answer, bytes: Uint8Array): Uint8Array {
  if (framing !== 'chunked') return bytes;
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/**
 * Writes, then waits until the system has taken the bytes and the client, which may live in this process, had its turn: one
 * immediate after another, the event loop looks at the sockets in between, so that each write is read by itself.
 */
async function write({ socket, closed }: Connection, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return;
  if (!socket.writable) throw OVER;
  if (!socket.write(bytes)) await Promise.race([once(socket, 'drain').catch(() => {}), closed]);
  await setImmediate();
  if (!socket.writable) throw OVER;
}

/** Does not keep the process running. */
function sleep(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}

async function wait(connection: Connection, event: Promise<unknown>): Promise<void> {
  await Promise.race([event, connection.closed]);
  if (!connection.socket.writable) throw OVER;
}
