import { isJSONObject, type JSONObject, type TokenLogprob, type Usage } from '@sdk/core';
import { createToolCallId, type DecodeContext, type Finish, type PartWriter } from '@sdk/http';
import { WIRE, type WireAnswer, type WireAnswerMessage, type WireLogprob, type WireToolCall } from './wire.ts';

/** Places in the content. The wire has no order of its own beyond this one. */
const THINKING = 0;
const TEXT = 1;
const FIRST_TOOL_CALL = 2;

/** Writes the parts of a whole answer. Pure. */
export function decode(body: unknown, writer: PartWriter, context: DecodeContext): void {
  if (!isJSONObject(body)) context.malformed('the answer is no JSON object.');
  if (!body['error'] && !isJSONObject(body['message'])) context.malformed('the answer holds no message.');
  createAnswerReader(writer, context)(body);
}

/** Makes what reads one answer, line by line; a whole answer is read as its only line. The line that is `done` finishes it. */
export function createAnswerReader(writer: PartWriter, context: DecodeContext): (line: WireAnswer) => void {
  let started = false;
  let createdAt = '';
  let calls = 0;
  const callIds = new Set<string>();
  let logprobs: TokenLogprob[] | undefined;

  function read(line: WireAnswer): void {
    if (line.error) context.fail(line);
    const { message, done } = line;
    if (!message && typeof done !== 'boolean') {
      if (!started && Object.keys(line).length === 0) context.malformed('the answer is an empty object.');
      return; // a line of a kind that was not there when this was written
    }
    if (!started) start(line);
    if (message) readMessage(message);
    if (line.logprobs) for (const one of line.logprobs) (logprobs ??= []).push(readLogprob(one));
    if (!done) return;
    if (logprobs) writer.annotate(TEXT, { logprobs });
    writer.finish(readFinish(line));
  }

  function start({ model, created_at, remote_host }: WireAnswer): void {
    started = true;
    createdAt = created_at ?? '';
    writer.start({ ...(model ? { modelId: model } : {}), ...(remote_host ? { origin: remote_host } : {}) });
  }

  function readMessage({ thinking, content, tool_calls }: WireAnswerMessage): void {
    if (thinking) writeThinking(textIn(thinking, context));
    if (content) writer.text(TEXT, textIn(content, context));
    if (tool_calls) for (const call of tool_calls) writeCall(call);
  }

  function writeThinking(delta: string): void {
    const isOpen = writer.isOpen(THINKING);
    writer.reasoning(THINKING, delta);
    // Says whose it is: encode sends thoughts back to the model that had them.
    if (!isOpen) writer.annotate(THINKING, { providerData: { [WIRE]: { model: context.modelId } } });
  }

  function writeCall({ id, function: called }: WireToolCall): void {
    const place = FIRST_TOOL_CALL + calls;
    const callId = id && !callIds.has(id) ? id : createToolCallId(createdAt, calls);
    calls++;
    callIds.add(callId);
    writer.toolCall(place, callId, called?.name ?? '');
    writer.toolArguments(place, argumentText(called?.arguments));
    writer.close(place);
  }

  return read;
}

function textIn(value: unknown, context: DecodeContext): string {
  return typeof value === 'string' ? value : context.malformed('the text of a message is no string.');
}

function readFinish(line: WireAnswer): Finish {
  const reason = line.done_reason || undefined;
  return {
    finishReason: reason === 'stop' || reason === 'length' ? reason : 'other',
    ...(reason === undefined ? {} : { rawFinishReason: reason }),
    usage: readUsage(line),
  };
}

/** The wire's arguments are an object; text, which some servers send instead, is taken as it is. */
function argumentText(args: unknown): string {
  if (args === undefined || args === null) return '';
  return typeof args === 'string' ? args : JSON.stringify(args);
}

function readLogprob({ token, logprob, bytes, top_logprobs: top }: WireLogprob): TokenLogprob {
  return {
    token,
    logprob,
    ...(bytes ? { bytes } : {}),
    ...(top?.length ? { top: top.map((other) => ({ token: other.token, logprob: other.logprob })) } : {}),
  };
}

const METRICS = ['total_duration', 'load_duration', 'prompt_eval_count', 'prompt_eval_duration', 'eval_count', 'eval_duration'];

/** Tokens, and all that the server measured in `raw` (durations in nanoseconds). A count of zero is not on the wire. */
export function readUsage(answer: object): Usage {
  const raw: JSONObject = {};
  for (const name of METRICS) {
    const value: unknown = (answer as Record<string, unknown>)[name];
    if (typeof value === 'number') raw[name] = value;
  }
  if (Object.keys(raw).length === 0) return {};
  const { prompt_eval_count: inputTokens, eval_count: outputTokens } = raw as Record<string, number | undefined>;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(inputTokens === undefined || outputTokens === undefined ? {} : { totalTokens: inputTokens + outputTokens }),
    raw,
  };
}
