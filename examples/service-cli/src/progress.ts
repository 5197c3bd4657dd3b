/** Where progress is shown. */
export interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
}

const SHOWN_AFTER_MS = 1_000;
const CLEAR_LINE = '\r\u001B[K';

/**
 * Says what is being waited for, from one second on: a line that counts on a terminal, one line elsewhere. On a terminal it is gone afterwards.
 */
export async function withProgress<Result>(what: string, waiting: Promise<Result>, output: ProgressOutput = process.stderr): Promise<Result> {
  let seconds = 0;
  const timer = setInterval(() => {
    seconds++;
    if (output.isTTY) output.write(`${CLEAR_LINE}${what} … ${seconds} s`);
    else if (seconds === 1) output.write(`${what} …\n`);
  }, SHOWN_AFTER_MS);
  try {
    return await waiting;
  } finally {
    clearInterval(timer);
    if (output.isTTY && seconds > 0) output.write(CLEAR_LINE);
  }
}
