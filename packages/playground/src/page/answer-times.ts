import { isRunning, type Answer } from './answer.ts';

/** The first token, and the whole answer, in milliseconds; `undefined` while it has not come. */
export interface AnswerTimes {
  firstTokenMs: number | undefined;
  totalMs: number | undefined;
}

/** Both by the clock of the server, where it told both, else both by that of the browser: of two clocks, the whole may be less than its beginning. */
export function timesOf(answer: Answer): AnswerTimes {
  const { firstTokenMs, totalMs } = answer.finish?.timing ?? {};
  if (firstTokenMs !== undefined && totalMs !== undefined) return { firstTokenMs, totalMs };
  return { firstTokenMs: answer.firstTokenMs, totalMs: isRunning(answer) ? undefined : (answer.endMs ?? totalMs) };
}
