import { isJSONObject, type JSONObject, type JSONValue, type ProviderData } from '@sdk/core';
import { createToolCallId, type DecodeContext, type PartWriter } from '@sdk/http';
import { readFinishReason } from './finish-reason.ts';
import { OpenBlock } from './open-block.ts';
import { readSource, type CitedText } from './sources.ts';
import { mergeUsage, readUsage } from './usage.ts';
import { isServerCall, isServerResult, otherFields, WIRE, type WireAnswer, type WireBlock, type WireDelta, type WireStop, type WireUsage } from './wire.ts';

/** Sources come last. */
const FIRST_SOURCE = 1_000_000;

/**
 * Reads one answer, block by block: a whole answer is a stream whose blocks begin complete.
 *
 * A class, because every call makes one.
 */
export class MessageReader {
  readonly writer: PartWriter;
  readonly context: DecodeContext;
  /** Rarely more than one. */
  readonly open: OpenBlock[] = [];
  /** The open block that began last, which nearly every delta is for. */
  latest: OpenBlock | undefined = undefined;
  /** Places of the parts that have been written. */
  readonly written: number[] = [];
  readonly cited: { citation: JSONObject; place: number; length: number }[] = [];
  started = false;
  id = '';
  places = 0;
  calls = 0;
  usage: WireUsage | undefined = undefined;
  stop: WireStop = {};

  constructor(writer: PartWriter, context: DecodeContext) {
    this.writer = writer;
    this.context = context;
  }

  /** Who answers. */
  begin({ id, model, usage, container }: WireAnswer): void {
    this.started = true;
    if (id) this.id = id;
    this.usage = mergeUsage(this.usage, usage);
    if (container) this.stop.container = container;
    this.writer.start({ ...(id ? { id } : {}), ...(model ? { modelId: model } : {}) });
  }

  /** A block begins with what is known of it. */
  startBlock(index: number, wire: WireBlock): OpenBlock {
    if (!this.started) this.begin({});
    const block = new OpenBlock(index, this.places++, wire);
    this.open.push(block);
    this.latest = block;
    const { type } = wire;
    if (type === 'text') this.addText(block, wire['text']);
    else if (type === 'thinking') this.writer.reasoning(block.place, this.textIn(wire['thinking']));
    else if (type === 'redacted_thinking') this.writer.reasoning(block.place, '');
    else if (type === 'tool_use' || isServerCall(type)) this.startCall(block);
    if (type === 'text' && Array.isArray(wire['citations'])) block.citations = wire['citations'].filter(isJSONObject);
    if (type === 'thinking') block.signature = this.textIn(wire['signature']);
    return block;
  }

  startCall({ wire, place }: OpenBlock): void {
    const { id, name } = wire;
    const callId = typeof id === 'string' && id !== '' ? id : createToolCallId(this.id, this.calls);
    this.calls++;
    this.writer.toolCall(place, callId, this.textIn(name));
  }

  find(index: number): OpenBlock | undefined {
    const { open } = this;
    for (let at = open.length - 1; at >= 0; at--) if (open[at]?.index === index) return open[at];
    return undefined;
  }

  /** The block that a delta is for. One that nobody announced begins with it. */
  blockFor(index: number, type: string): OpenBlock {
    const { latest } = this;
    return latest?.index === index ? latest : (this.find(index) ?? this.startBlock(index, { type }));
  }

  /** More of a block. On the path of every chunk. */
  addDelta(index: number, delta: WireDelta): void {
    switch (delta.type) {
      case 'text_delta':
        return this.addText(this.blockFor(index, 'text'), delta.text);
      case 'input_json_delta':
        return this.addArguments(index, delta.partial_json);
      case 'thinking_delta':
        return this.writer.reasoning(this.blockFor(index, 'thinking').place, this.textIn(delta.thinking));
      case 'signature_delta':
        this.blockFor(index, 'thinking').signature += this.textIn(delta.signature);
        return;
      case 'citations_delta':
        if (delta.citation) (this.blockFor(index, 'text').citations ??= []).push(delta.citation);
        return;
      default:
        this.gather(index, delta);
    }
  }

  addText(block: OpenBlock, value: unknown): void {
    const text = this.textIn(value);
    block.length += text.length;
    this.writer.text(block.place, text);
  }

  addArguments(index: number, value: unknown): void {
    const block = this.find(index);
    if (!block) return; // arguments of a call that has no name
    const json = this.textIn(value);
    if (json === '') return;
    block.hasArguments = true;
    this.writer.toolArguments(block.place, json);
  }

  /** A delta of a kind that is not known belongs to a block that goes back as it came: text is joined, all else replaced. */
  gather(index: number, delta: object): void {
    const wire = this.find(index)?.wire;
    if (!wire) return;
    for (const [key, value] of Object.entries(delta) as [string, JSONValue][]) {
      const before = wire[key];
      if (key === 'type' || value === null) continue;
      wire[key] = typeof before === 'string' && typeof value === 'string' ? before + value : value;
    }
  }

  textIn(value: unknown): string {
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : this.context.malformed('a text of the answer is no string.');
  }

  /** A block is complete. */
  stopBlock(block: OpenBlock): void {
    const { writer, open } = this;
    open.splice(open.indexOf(block), 1);
    if (block === this.latest) this.latest = undefined;
    const { place, wire, citations } = block;
    if (citations) for (const citation of citations) this.cited.push({ citation, place, length: block.length });
    const { type } = wire;
    if (type === 'text') annotate(writer, place, withCitations(otherFields(wire, ['type', 'text', 'citations']), citations));
    else if (type === 'thinking' || type === 'redacted_thinking') annotate(writer, place, this.seal(block));
    else if (type === 'tool_use' || isServerCall(type)) this.stopCall(block);
    else writer.part(place, toPart(wire));
    if (!writer.isOpen(place) && type === 'text') return; // an empty text is no part
    writer.close(place);
    this.written.push(place);
  }

  /** What makes a thought acceptable when it is sent back, and whose it is. */
  seal({ wire, signature }: OpenBlock): JSONObject {
    const model = this.context.modelId;
    if (wire.type === 'redacted_thinking') return { redacted: this.textIn(wire['data']), model };
    return { ...(signature === '' ? {} : { signature }), model };
  }

  stopCall({ wire, place, hasArguments }: OpenBlock): void {
    const { type, input } = wire;
    // In a stream the input of the first event is empty; text is what some servers make of malformed JSON.
    if (!hasArguments && input) this.writer.toolArguments(place, typeof input === 'string' ? input : JSON.stringify(input));
    const others = otherFields(wire, ['type', 'id', 'name', 'input']);
    if (type === 'tool_use') annotate(this.writer, place, others);
    else this.writer.annotate(place, { providerExecuted: true, providerData: { [WIRE]: { type, ...others } } });
  }

  /** What is known of the end so far. */
  noteStop(stop: WireStop, usage: WireUsage | null | undefined): void {
    const { stop_reason, stop_sequence, stop_details, container } = stop;
    if (stop_reason) this.stop.stop_reason = stop_reason;
    if (stop_sequence) this.stop.stop_sequence = stop_sequence;
    if (stop_details) this.stop.stop_details = stop_details;
    if (container) this.stop.container = container;
    this.usage = mergeUsage(this.usage, usage);
  }

  /** The answer is complete. */
  finish(): void {
    if (!this.started) this.begin({});
    while (this.open[0]) this.stopBlock(this.open[0]);
    this.cited.forEach(({ citation, place, length }, n) => {
      const of = this.written.includes(place) ? this.written.filter((other) => other < place).length : undefined;
      const text: CitedText = of === undefined ? { length } : { of, length };
      this.writer.part(FIRST_SOURCE + n, readSource(citation, text));
    });
    const { stop_reason: reason } = this.stop;
    const data = readStopData(this.stop);
    this.writer.finish({
      finishReason: readFinishReason(reason),
      ...(reason ? { rawFinishReason: reason } : {}),
      usage: readUsage(this.usage),
      ...(data ? { providerData: data } : {}),
    });
  }
}

function annotate(writer: PartWriter, place: number, own: JSONObject | undefined): void {
  if (own) writer.annotate(place, { providerData: { [WIRE]: own } });
}

function withCitations(others: JSONObject | undefined, citations: JSONObject[] | undefined): JSONObject | undefined {
  return citations?.length ? { ...others, citations } : others;
}

/** A block that came whole: the result of a tool that the vendor ran, or one that the contract does not model. */
function toPart(wire: WireBlock): Parameters<PartWriter['part']>[1] {
  const { type, tool_use_id: id, content = null } = wire;
  if (!isServerResult(type) || typeof id !== 'string') return { type: 'opaque', name: type, providerData: { [WIRE]: wire } };
  const others = otherFields(wire, ['type', 'tool_use_id', 'content']);
  const kind = isJSONObject(content) ? content['type'] : undefined;
  const isError = wire['is_error'] === true || (typeof kind === 'string' && kind.endsWith('_error'));
  return {
    type: 'tool-result',
    toolCallId: id,
    result: content,
    ...(isError ? { isError } : {}),
    providerExecuted: true,
    providerData: { [WIRE]: { type, ...others } },
  };
}

/** What of the end is worth keeping: the stop sequence, why the model refused, where code ran, and that the turn goes on. */
function readStopData({ stop_reason, stop_sequence, stop_details, container }: WireStop): ProviderData | undefined {
  const own = otherFields({ stop_sequence, stop_details, container, ...(stop_reason === 'pause_turn' ? { stop_reason } : {}) }, []);
  return own && { [WIRE]: own };
}
