import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';
import { createToolCallId, parseArguments, type DecodeContext, type PartWriter } from '@sdk/http';
import { readLogprob } from '../read-logprob.ts';
import { refusalData } from '../refusal.ts';
import type { WireLogprob } from '../wire.ts';
import type { ResponsesDialect } from './dialect.ts';
import { runnerOf, toolNameOf } from './item-kinds.ts';
import type { OpenItem, OpenText } from './open-item.ts';
import { ownData, type OwnData } from './own-data.ts';
import { writeSources, type Citation } from './sources.ts';
import type { WireContent, WireItem } from './wire.ts';

/** Writes the items of one answer, whether they come whole, in deltas, or in both. */
export class ItemWriter {
  readonly writer: PartWriter;
  readonly context: DecodeContext;
  readonly wire: string;
  readonly isRunByVendor: (item: WireItem) => boolean | undefined;
  /** The vendor's id of the answer, once it is known. */
  responseId = '';
  /** Whether a part of the answer is a refusal. */
  refused = false;
  readonly callIds = new Set<string>();
  /** Where parts stand that are complete: sources name a text by its position among them. */
  readonly places: number[] = [];
  readonly citations: Citation[] = [];

  constructor(dialect: ResponsesDialect, writer: PartWriter, context: DecodeContext) {
    this.writer = writer;
    this.context = context;
    this.wire = dialect.wire ?? 'openai-responses';
    this.isRunByVendor = dialect.hooks?.isRunByVendor ?? (() => undefined);
  }

  /** An item was announced: opens what can be opened. */
  begin(item: OpenItem): void {
    const { type, name, call_id: callId } = item.announced;
    if (type === 'reasoning') this.writer.reasoning(item.place(), '');
    else if (type === 'function_call' && name && callId) this.call(item, callId, name);
  }

  text(text: OpenText, delta: unknown, logprobs?: WireLogprob[] | null): void {
    if (logprobs?.length) (text.logprobs ??= []).push(...logprobs.map(readLogprob));
    if (typeof delta !== 'string' || delta === '') return;
    text.seen = true;
    this.writer.text(text.place, delta, text.refusal ? refusalData(this.wire) : undefined);
  }

  /** The whole text, of which nothing may have come yet. */
  wholeText(text: OpenText, { text: words, refusal, logprobs }: WireContent): void {
    const isNew = !text.seen;
    if (isNew) this.text(text, words || refusal);
    if (!text.logprobs && logprobs?.length) text.logprobs = logprobs.map(readLogprob);
  }

  thought(item: OpenItem, key: string, delta: unknown): void {
    if (typeof delta === 'string' && delta !== '') this.writer.reasoning(item.thought(key), delta);
  }

  /** A whole thought, of which nothing may have come yet. */
  wholeThought(item: OpenItem, key: string, text: unknown): void {
    if (!item.thoughts.includes(key)) this.thought(item, key, text);
  }

  args(item: OpenItem, delta: unknown): void {
    if (!item.called || typeof delta !== 'string' || delta === '') return;
    item.argued = true;
    this.writer.toolArguments(item.place(), delta);
  }

  /** All of an item is known: writes what has not come yet, and completes its parts. */
  finish(item: OpenItem, wire: WireItem): void {
    item.done = true;
    switch (wire.type) {
      case 'message':
        return this.finishMessage(item, wire);
      case 'reasoning':
        return this.finishReasoning(item, wire);
      case 'function_call':
        return this.finishCall(item, wire);
      default:
        return this.finishOther(item, wire);
    }
  }

  /** Nothing more will come. */
  end(): void {
    writeSources(this.writer, this.wire, this.citations, this.places);
  }

  finishMessage(item: OpenItem, wire: WireItem): void {
    const contents = contentsOf(wire['content']);
    const inOrder = contents.length === item.texts.length;
    for (const [index, content] of contents.entries()) {
      const known = item.texts[item.textIndexes.indexOf(index)] ?? (inOrder ? item.texts[index] : undefined);
      const text = known ?? item.addText(index);
      if (content.type === 'refusal') text.refusal = true;
      this.wholeText(text, content);
      if (content.annotations?.length) text.annotations = content.annotations;
    }
    const { id } = wire;
    const phase = typeof wire['phase'] === 'string' ? { phase: wire['phase'] } : {};
    const seen = item.texts.filter((text) => text.seen);
    for (const text of seen) {
      this.refused ||= text.refusal;
      const data = this.data({ ...(id ? { id } : {}), ...phase, ...(text.refusal ? { refusal: true } : {}) });
      this.writer.annotate(text.place, { ...(text.logprobs ? { logprobs: text.logprobs } : {}), ...data });
      this.close(text.place);
      for (const annotation of text.annotations) this.citations.push({ annotation, place: text.place });
    }
    // A message without words still has an id, and the thoughts before it may not stand alone.
    if (seen.length === 0 && id) this.whole(item, { type: 'text', text: '', ...this.data({ id, ...phase }) });
  }

  finishReasoning(item: OpenItem, wire: WireItem): void {
    const { summary, content, ...rest } = wire;
    if (!item.thoughts.some((key) => key.startsWith('summary'))) this.wholeThoughts(item, 'summary', summary);
    if (!item.thoughts.some((key) => key.startsWith('content'))) this.wholeThoughts(item, 'content', content);
    if (!this.writer.isOpen(item.place())) this.writer.reasoning(item.place(), '');
    const kept: WireItem = Array.isArray(content) ? { ...rest, content: [] } : rest;
    for (let n = 0; n < Math.max(1, item.thoughts.length); n++) {
      const raw = item.thoughts[n]?.startsWith('content') ? { raw: true } : {};
      this.writer.annotate(item.place(n), this.data(n === 0 ? { item: kept, ...raw } : raw));
      this.close(item.place(n));
    }
  }

  wholeThoughts(item: OpenItem, kind: string, contents: JSONValue | undefined): void {
    for (const [index, { text }] of contentsOf(contents).entries()) this.wholeThought(item, `${kind} ${index}`, text);
  }

  finishCall(item: OpenItem, wire: WireItem): void {
    const name = wire.name ?? item.announced.name ?? '';
    if (!item.called && !name) return; // arguments of nothing that can be called
    if (!item.called) this.call(item, wire.call_id || wire.id || '', name);
    if (!item.argued) this.writer.toolArguments(item.place(), argumentText(wire['arguments']));
    const { id, namespace, caller } = wire;
    const kept: WireItem = { ...(id ? { id } : {}), ...(namespace ? { namespace } : {}), ...(caller ? { caller } : {}) };
    this.writer.annotate(item.place(), this.data({ item: kept }));
    this.close(item.place());
  }

  call(item: OpenItem, callId: string, name: string): void {
    item.called = true;
    this.writer.toolCall(item.place(), this.uniqueId(callId), name);
  }

  /** What is neither words nor thoughts nor a function's call comes whole, and goes back as it came. */
  finishOther(item: OpenItem, wire: WireItem): void {
    const { type = 'unknown', id, call_id: callId } = wire;
    const { result, ...image } = wire;
    if (type === 'image_generation_call' && typeof result === 'string' && result !== '') {
      const mediaType = `image/${typeof wire['output_format'] === 'string' ? wire['output_format'] : 'png'}`;
      return this.whole(item, { type: 'file', mediaType, data: result, ...this.data({ item: image }) });
    }
    const byVendor = this.isRunByVendor(wire) ?? runnerOf(wire) === 'vendor';
    if (!byVendor && runnerOf(wire) === undefined) {
      return this.whole(item, { type: 'opaque', name: type, ...this.data({ item: wire }) });
    }
    this.whole(item, {
      type: 'tool-call',
      toolCallId: byVendor ? callId || id || this.uniqueId('') : this.uniqueId(callId || id || ''),
      toolName: toolNameOf(wire),
      ...argumentsOf(wire),
      ...(byVendor ? { providerExecuted: true } : {}),
      ...this.data({ item: wire }),
    });
  }

  whole(item: OpenItem, part: Parameters<PartWriter['part']>[1]): void {
    this.places.push(item.place());
    this.writer.part(item.place(), part);
  }

  close(place: number): void {
    this.places.push(place);
    this.writer.close(place);
  }

  data(data: OwnData): { providerData: ReturnType<typeof ownData> } {
    return { providerData: ownData(this.wire, { model: this.context.modelId, ...data }) };
  }

  uniqueId(id: string): string {
    const { callIds } = this;
    const unique = id && !callIds.has(id) ? id : createToolCallId(this.responseId, callIds.size);
    callIds.add(unique);
    return unique;
  }
}

function contentsOf(value: JSONValue | undefined): WireContent[] {
  return Array.isArray(value) ? (value.filter(isJSONObject)) : [];
}

/** The wire's arguments are JSON text; an object, which some servers write, is taken as it is. */
function argumentText(args: JSONValue | undefined): string {
  if (typeof args === 'string') return args;
  return args === undefined || args === null ? '' : JSON.stringify(args);
}

/** Where the kinds of calls keep what they were called with. */
function argumentsOf(item: WireItem): { arguments: JSONObject; invalid?: string } {
  const { arguments: args, action, actions, operation, input, queries, code } = item;
  if (typeof args === 'string') return parseArguments(args);
  const object = [args, action, operation].find(isJSONObject);
  if (object) return { arguments: object };
  return { arguments: Object.fromEntries(Object.entries({ actions, input, queries, code }).filter(([, value]) => value !== undefined)) };
}
