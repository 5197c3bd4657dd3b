import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Has this thread write to the process's own stdout and stderr: through the threads above it, what is printed after a call may be lost. */
export function printDirectly(): void {
  redirect(process.stdout, 1);
  redirect(process.stderr, 2);
}

function redirect(stream: Writable, descriptor: number): void {
  stream._write = (chunk: Uint8Array | string, _encoding, done) => {
    try {
      if (typeof chunk === 'string') writeSync(descriptor, chunk);
      else writeSync(descriptor, chunk);
    } catch {
      // A pipe that is full or closed: what a thread prints is not worth a failed call.
    }
    done();
  };
  stream._writev = (chunks, done) => {
    for (const { chunk, encoding } of chunks as { chunk: Uint8Array | string; encoding: BufferEncoding }[]) stream._write(chunk, encoding, () => {});
    done();
  };
}
