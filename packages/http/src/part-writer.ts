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

/** Fields of a part beside its text. */
export interface PartFields {
  logprobs?: TokenLogprob[];
  providerData?: ProviderData;
  providerExecuted?: boolean;
}

/**
 * Where a decoder writes what it reads. Keeps the order of the contract, joins deltas, parses arguments.
 *
 * `index` is the place of a part in the content: unique, gaps allowed.
 */
export interface PartWriter {
  /** The first event came. Every later call is ignored. */
  start(response: Partial<ResponseInfo>): void;
  /** More text; opens the part. Nothing is written for `''`. With `providerData`, the delta carries it, and the part. */
  text(index: number, delta: string, providerData?: ProviderData): void;
  /** More reasoning; opens the part, also with `''`. */
  reasoning(index: number, delta: string): void;
  /** Opens a tool call. */
  toolCall(index: number, toolCallId: string, toolName: string): void;
  /** More of the JSON text of its arguments. */
  toolArguments(index: number, delta: string): void;
  /** Fields for an open part; the last of a name wins. */
  annotate(index: number, fields: PartFields): void;
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
  /** Told of every part; of deltas only when {@link PartSink.wantsDeltas} is set. */
  onPart(part: StreamPart): void;
  onFinish(finish: Finish): void;
  /** A whole answer does without deltas. */
  readonly wantsDeltas: boolean;
}

/** A writer, as its owner sees it. */
export interface OwnedPartWriter extends PartWriter {
  /** What has been written so far, cut tool calls left out. */
  partial(): PartialAnswer;
  /** Whether `finish` has been written. */
  isFinished(): boolean;
}

/** Makes a writer. A delta costs one look-up and one append. */
export function createPartWriter(sink: PartSink): OwnedPartWriter {
  return new Writer(sink);
}

/** How many deltas are joined at a time. Appending each to a string would keep every one of them alive to the end. */
const JOINED_AT_ONCE = 64;

/** A part that is being written. */
class OpenPart {
  readonly index: number;
  readonly type: 'text' | 'reasoning' | 'tool-call';
  readonly toolCallId: string;
  readonly toolName: string;
  joined = '';
  recent: string[] = [];
  fields: PartFields | undefined = undefined;

  constructor(index: number, type: OpenPart['type'], toolCallId: string, toolName: string) {
    this.index = index;
    this.type = type;
    this.toolCallId = toolCallId;
    this.toolName = toolName;
  }

  add(delta: string): void {
    if (this.recent.push(delta) < JOINED_AT_ONCE) return;
    this.joined = this.text();
    this.recent = [];
  }

  text(): string {
    return this.joined + this.recent.join('');
  }

  toContentPart(): ContentPart {
    const { type, toolCallId, toolName, fields } = this;
    if (type !== 'tool-call') return { type, text: this.text(), ...fields };
    return { type, toolCallId, toolName, ...parseArguments(this.text()), ...fields };
  }
}

/** A class, because every call makes one: methods as closures would cost more than what they do. */
class Writer implements OwnedPartWriter {
  readonly sink: PartSink;
  /** In the order in which they were opened; rarely more than three. */
  readonly open: OpenPart[] = [];
  readonly done: { index: number; part: ContentPart }[] = [];
  started = false;
  finished = false;
  calledTool = false;
  cutCall = false;

  constructor(sink: PartSink) {
    this.sink = sink;
  }

  find(index: number): OpenPart | undefined {
    const { open } = this;
    for (let at = open.length - 1; at >= 0; at--) if (open[at]?.index === index) return open[at];
    return undefined;
  }

  openPart(index: number, type: OpenPart['type'], toolCallId = '', toolName = ''): OpenPart {
    const part = new OpenPart(index, type, toolCallId, toolName);
    this.open.push(part);
    return part;
  }

  start(response: Partial<ResponseInfo>): void {
    if (this.started) return;
    this.started = true;
    this.sink.onStart(response);
  }

  text(index: number, delta: string, providerData?: ProviderData): void {
    if (delta === '') return;
    const part = this.find(index) ?? this.openPart(index, 'text');
    part.add(delta);
    if (providerData) part.fields = { ...part.fields, providerData };
    if (this.sink.wantsDeltas) this.sink.onPart(providerData ? { type: 'text-delta', index, delta, providerData } : { type: 'text-delta', index, delta });
  }

  reasoning(index: number, delta: string): void {
    (this.find(index) ?? this.openPart(index, 'reasoning')).add(delta);
    if (this.sink.wantsDeltas) this.sink.onPart({ type: 'reasoning-delta', index, delta });
  }

  toolCall(index: number, toolCallId: string, toolName: string): void {
    this.openPart(index, 'tool-call', toolCallId, toolName);
    if (this.sink.wantsDeltas) this.sink.onPart({ type: 'tool-call-start', index, toolCallId, toolName });
  }

  toolArguments(index: number, delta: string): void {
    const part = this.find(index);
    if (!part || delta === '') return;
    part.add(delta);
    if (this.sink.wantsDeltas) this.sink.onPart({ type: 'tool-call-delta', index, delta });
  }

  annotate(index: number, fields: PartFields): void {
    const part = this.find(index);
    if (part) part.fields = { ...part.fields, ...fields };
  }

  isOpen(index: number): boolean {
    return this.find(index) !== undefined;
  }

  close(index: number): void {
    const part = this.find(index);
    if (part) this.part(index, part.toContentPart());
  }

  part(index: number, part: ContentPart): void {
    const at = this.open.findIndex((open) => open.index === index);
    if (at >= 0) this.open.splice(at, 1);
    if (part.type === 'tool-call' && !part.providerExecuted) {
      this.calledTool = true;
      this.cutCall ||= part.invalid !== undefined;
    }
    this.done.push({ index, part });
    this.sink.onPart({ type: 'part', index, part });
  }

  finish(finish: Finish): void {
    if (this.finished) return;
    for (const part of this.open.toSorted((a, b) => a.index - b.index)) this.close(part.index);
    this.finished = true;
    // A client tool was called, whatever the wire says; only a call that the token limit cut is no call.
    const cutShort = finish.finishReason === 'length' && this.cutCall;
    this.sink.onFinish(this.calledTool && !cutShort ? { ...finish, finishReason: 'tool-calls' } : finish);
  }

  isFinished(): boolean {
    return this.finished;
  }

  partial(): PartialAnswer {
    const parts = [...this.done];
    for (const part of this.open) {
      if (part.type !== 'tool-call') parts.push({ index: part.index, part: part.toContentPart() });
    }
    return { content: parts.sort((a, b) => a.index - b.index).map(({ part }) => part) };
  }
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
