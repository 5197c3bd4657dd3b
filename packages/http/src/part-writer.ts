import {
  isJSONObject,
  type ContentPart,
  type FinishReason,
  type JSONObject,
  type PartialAnswer,
  type ProviderData,
  type ResponseInfo,
  type StreamPart,
  type TokenLogprob,
  type Usage,
} from '@sdk/core';

/** How an answer ended, in the words of the contract. */
export interface Finish {
  finishReason: FinishReason;
  rawFinishReason?: string;
  usage: Usage;
  /** What `start` could not say yet. */
  response?: Partial<ResponseInfo>;
  providerData?: ProviderData;
}

/**
 * Where a decoder writes what it reads. Keeps the order of the contract, joins deltas, parses arguments.
 *
 * `index` is the place of a part in the content: unique, gaps allowed.
 */
export interface PartWriter {
  /** The first event came. Every later call is ignored. */
  start(response: Partial<ResponseInfo>): void;
  /** More text; opens the part. Nothing is written for `''`. */
  text(index: number, delta: string): void;
  /** More reasoning; opens the part, also with `''`. */
  reasoning(index: number, delta: string): void;
  /** Opens a tool call. */
  toolCall(index: number, toolCallId: string, toolName: string): void;
  /** More of the JSON text of its arguments. */
  toolArguments(index: number, delta: string): void;
  /** Fields for an open part beside its text, e.g. `providerData` or `logprobs`; the last of a name wins. */
  annotate(index: number, fields: { logprobs?: TokenLogprob[]; providerData?: ProviderData; providerExecuted?: boolean }): void;
  /** Whether a part is open at this index. */
  isOpen(index: number): boolean;
  /** An open part is complete. Parts that are still open at `finish` are completed then, in order. */
  close(index: number): void;
  /** A part that comes whole. */
  part(index: number, part: ContentPart): void;
  /** The answer is complete. Every later call is ignored. */
  finish(finish: Finish): void;
}

/** What a writer is for: parts to stream, or a content to return whole. */
export interface PartSink {
  onStart(response: Partial<ResponseInfo>): void;
  /** Told of every part; of deltas only when {@link PartSink.deltas} is set. */
  onPart(part: StreamPart): void;
  onFinish(finish: Finish): void;
  /** Whether deltas are wanted. A whole answer does without. */
  deltas: boolean;
}

/** A writer, as its owner sees it. */
export interface OwnedPartWriter extends PartWriter {
  /** What has been written so far, cut tool calls left out. */
  partial(): PartialAnswer;
  /** Whether `finish` has been written. */
  isFinished(): boolean;
}

interface OpenPart {
  type: 'text' | 'reasoning' | 'tool-call';
  text: string;
  toolCallId: string;
  toolName: string;
  fields: object | undefined;
}

/** Makes a writer. The state is one record per open part; a delta costs one look-up and one append. */
export function createPartWriter(sink: PartSink): OwnedPartWriter {
  const { deltas } = sink;
  const open = new Map<number, OpenPart>();
  const done: { index: number; part: ContentPart }[] = [];
  let started = false;
  let finished = false;
  let calledTool = false;
  let cutCall = false;

  function openPart(index: number, type: OpenPart['type'], toolCallId = '', toolName = ''): OpenPart {
    const part: OpenPart = { type, text: '', toolCallId, toolName, fields: undefined };
    open.set(index, part);
    return part;
  }

  function complete(index: number, part: ContentPart): void {
    if (part.type === 'tool-call' && !part.providerExecuted) {
      calledTool = true;
      cutCall ||= part.invalid !== undefined;
    }
    done.push({ index, part });
    sink.onPart({ type: 'part', index, part });
  }

  function close(index: number): void {
    const part = open.get(index);
    if (!part) return;
    open.delete(index);
    complete(index, toContentPart(part));
  }

  return {
    isFinished: () => finished,
    start(response) {
      if (started) return;
      started = true;
      sink.onStart(response);
    },
    text(index, delta) {
      if (delta === '') return;
      const part = open.get(index) ?? openPart(index, 'text');
      part.text += delta;
      if (deltas) sink.onPart({ type: 'text-delta', index, delta });
    },
    reasoning(index, delta) {
      const part = open.get(index) ?? openPart(index, 'reasoning');
      part.text += delta;
      if (deltas) sink.onPart({ type: 'reasoning-delta', index, delta });
    },
    toolCall(index, toolCallId, toolName) {
      openPart(index, 'tool-call', toolCallId, toolName);
      if (deltas) sink.onPart({ type: 'tool-call-start', index, toolCallId, toolName });
    },
    toolArguments(index, delta) {
      const part = open.get(index);
      if (!part || delta === '') return;
      part.text += delta;
      if (deltas) sink.onPart({ type: 'tool-call-delta', index, delta });
    },
    annotate(index, fields) {
      const part = open.get(index);
      if (part) part.fields = Object.assign(part.fields ?? {}, fields);
    },
    isOpen: (index) => open.has(index),
    close,
    part(index, part) {
      open.delete(index);
      complete(index, part);
    },
    finish(finish) {
      if (finished) return;
      for (const index of [...open.keys()].sort((a, b) => a - b)) close(index);
      finished = true;
      // A client tool was called, whatever the wire says; only a call that the token limit cut is no call.
      const cutShort = finish.finishReason === 'length' && cutCall;
      sink.onFinish(calledTool && !cutShort ? { ...finish, finishReason: 'tool-calls' } : finish);
    },
    partial() {
      const parts = [...done];
      for (const [index, part] of open) {
        if (part.type !== 'tool-call') parts.push({ index, part: toContentPart(part) });
      }
      return { content: parts.sort((a, b) => a.index - b.index).map(({ part }) => part) };
    },
  };
}

function toContentPart({ type, text, toolCallId, toolName, fields }: OpenPart): ContentPart {
  if (type !== 'tool-call') return { type, text, ...fields };
  return { type, toolCallId, toolName, ...parseArguments(text), ...fields };
}

/** The arguments of a tool call from their JSON text. Nothing at all, and `null`, mean no arguments. */
export function parseArguments(text: string): { arguments: JSONObject; invalid?: string } {
  if (text.trim() === '') return { arguments: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (isJSONObject(value)) return { arguments: value };
    if (value === null) return { arguments: {} };
  } catch {
    // Not JSON: kept as `invalid`, for the caller to show to the model.
  }
  return { arguments: {}, invalid: text };
}
