import type { FinishReason } from '@sdk/core';
import { createEventParser, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import type { ResponsesDialect } from './dialect.ts';
import { ItemWriter } from './item-writer.ts';
import { OpenItem, type OpenText } from './open-item.ts';
import { readResponseUsage } from './usage.ts';
import type { WireEvent, WireItem, WireResponse } from './wire.ts';

/** Reads one answer, event by event or whole: a whole answer is a stream of its last event. */
export class ResponseDecoder implements EventDecoder {
  readonly dialect: ResponsesDialect;
  readonly writer: PartWriter;
  readonly context: DecodeContext;
  readonly items: ItemWriter;
  readonly parse: (data: string) => WireEvent;
  readonly open: OpenItem[] = [];
  /** By the wire's `output_index`; where two items share one, the later. */
  readonly byIndex: OpenItem[] = [];
  started = false;

  constructor(dialect: ResponsesDialect, writer: PartWriter, context: DecodeContext) {
    this.dialect = dialect;
    this.writer = writer;
    this.context = context;
    this.items = new ItemWriter(dialect, writer, context);
    this.parse = createEventParser(context, varyingIn);
  }

  event(data: string, name: string | undefined): void {
    if (data === '[DONE]') return; // not of this wire, but some servers write it
    const event = this.parse(data);
    if (name === 'error') this.context.fail(event);
    this.read(event);
  }

  /** Only the wire's last event ends an answer: without it, it was cut. */
  end(): void {}

  read(event: WireEvent): void {
    const { items } = this;
    switch (event.type) {
      case 'response.output_text.delta':
        return items.text(this.textOf(event), event.delta, event.logprobs);
      case 'response.function_call_arguments.delta':
        return items.args(this.itemOf(event, 'function_call'), event.delta);
      case 'response.reasoning_summary_text.delta':
        return items.thought(this.itemOf(event, 'reasoning'), summaryKey(event), event.delta);
      case 'response.reasoning_text.delta':
        return items.thought(this.itemOf(event, 'reasoning'), contentKey(event), event.delta);
      case 'response.refusal.delta':
        return items.text(this.refusalOf(event), event.delta);
      case 'response.output_text.done':
        return items.wholeText(this.textOf(event), event);
      case 'response.refusal.done':
        return items.wholeText(this.refusalOf(event), event);
      case 'response.reasoning_summary_text.done':
        return items.wholeThought(this.itemOf(event, 'reasoning'), summaryKey(event), event.text);
      case 'response.reasoning_text.done':
        return items.wholeThought(this.itemOf(event, 'reasoning'), contentKey(event), event.text);
      default:
        return this.readRare(event);
    }
  }

  readRare(event: WireEvent): void {
    switch (event.type) {
      case 'response.created':
      case 'response.in_progress':
      case 'response.queued':
        return this.start(event.response);
      case 'response.output_item.added':
        return this.itemAdded(event);
      case 'response.output_item.done':
        return this.itemDone(event);
      case 'response.output_text.annotation.added':
        if (event.annotation) this.textOf(event).annotations.push(event.annotation);
        return;
      case 'response.function_call_arguments.done': {
        const item = this.itemOf(event, 'function_call');
        return item.argued ? undefined : this.items.args(item, event.arguments);
      }
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
      case 'response.cancelled':
        return this.finish({ ...event.response, status: endOf(event.type, event.response?.status) });
      case 'error':
        return this.context.fail(event);
      default:
        if (event.error) this.context.fail(event);
    }
  }

  start(response: WireResponse | null | undefined): void {
    if (this.started) return;
    this.started = true;
    this.items.responseId = response?.id ?? '';
    this.writer.start(identity(response));
  }

  /** The item that an event is about. Where it has not been announced, or the event does not say, the last one. */
  itemOf({ output_index: index, item_id: id }: WireEvent, type: string): OpenItem {
    const found = typeof index === 'number' ? this.byIndex[index] : this.open.findLast((item) => item.announced.id === id);
    if (found && !found.done) return found;
    const last = this.open.at(-1);
    if (typeof index !== 'number' && last && !last.done && last.announced.type === type) return last;
    return this.add({ type, ...(id ? { id } : {}) }, index);
  }

  textOf(event: WireEvent): OpenText {
    return this.itemOf(event, 'message').text(event.content_index ?? 0);
  }

  refusalOf(event: WireEvent): OpenText {
    const text = this.textOf(event);
    text.refusal = true;
    return text;
  }

  add(announced: WireItem, index?: number): OpenItem {
    this.start(undefined);
    const item = new OpenItem(this.open.length, announced);
    this.open.push(item);
    if (typeof index === 'number') this.byIndex[index] = item;
    return item;
  }

  itemAdded({ item: announced, output_index: index }: WireEvent): void {
    if (!announced) return;
    const known = typeof index === 'number' ? this.byIndex[index] : undefined;
    const item = known && !known.done ? known : this.add(announced, index);
    item.announced = announced;
    if (!item.called) this.items.begin(item);
  }

  itemDone(event: WireEvent): void {
    const { item: wire, output_index: index } = event;
    if (!wire) return;
    const known = typeof index === 'number' ? this.byIndex[index] : this.open.find((item) => !item.done && item.announced.id === wire.id);
    const item = known && !known.done ? known : this.add(wire, index);
    this.items.finish(item, wire);
  }

  /** The last event, which repeats the whole output: read for what has not come before. */
  finish(response: WireResponse): void {
    const { status, error, incomplete_details: details } = response;
    if (status === 'failed') this.context.fail({ error: error ?? { message: 'The response failed.' } });
    if (status === 'cancelled') this.context.fail({ error: error ?? { message: 'The response was cancelled.' } });
    this.start(response);
    const before: (OpenItem | undefined)[] = [...this.open];
    for (const [index, wire] of (response.output ?? []).entries()) {
      const item = take(before, wire, index) ?? this.add(wire);
      if (!item.done) this.items.finish(item, wire);
    }
    for (const item of this.open) if (!item.done) this.items.finish(item, item.announced);
    this.items.end();
    const reason = (status === 'incomplete' && details?.reason) || status;
    const read = readResponseUsage(response.usage);
    this.writer.finish({
      finishReason: this.items.refused ? 'content-filter' : readReason(reason),
      ...(reason ? { rawFinishReason: reason } : {}),
      usage: response.usage && this.dialect.hooks?.readUsage ? this.dialect.hooks.readUsage(read, response.usage) : read,
      response: identity(response),
    });
  }
}

/** What is new in a delta. */
function varyingIn(event: WireEvent): readonly Varying[] {
  if (!event.type?.endsWith('.delta') || event.logprobs?.length) return [];
  return [
    [event, 'delta'],
    [event, 'sequence_number'],
    [event, 'obfuscation'],
  ];
}

/** What came of an item before: under its id, or, as some servers change ids, in its place. Every one is taken once. */
function take(before: (OpenItem | undefined)[], wire: WireItem, index: number): OpenItem | undefined {
  const isSame = (item: OpenItem | undefined) => item?.announced.type === wire.type;
  const byId = wire.id ? before.findIndex((item) => isSame(item) && item?.announced.id === wire.id) : -1;
  const at = byId < 0 && isSame(before[index]) ? index : byId;
  const item = before[at];
  if (item) before[at] = undefined;
  return item;
}

/** How an answer ended: as it says itself, unless it says that it goes on. */
function endOf(type: string, status: string | null | undefined): string {
  return status === 'incomplete' || status === 'failed' || status === 'cancelled' ? status : type.slice('response.'.length);
}

function summaryKey({ summary_index: index }: WireEvent): string {
  return `summary ${index ?? 0}`;
}

function contentKey({ content_index: index }: WireEvent): string {
  return `content ${index ?? 0}`;
}

function identity(response: WireResponse | null | undefined): { id?: string; modelId?: string } {
  const { id, model } = response ?? {};
  return { ...(id ? { id } : {}), ...(model ? { modelId: model } : {}) };
}

const REASONS: Record<string, FinishReason> = {
  completed: 'stop',
  max_output_tokens: 'length',
  max_tokens: 'length',
  length: 'length',
  content_filter: 'content-filter',
};

function readReason(reason: string | null | undefined): FinishReason {
  return reason && Object.hasOwn(REASONS, reason) ? (REASONS[reason] as FinishReason) : 'other';
}
