import type { JSONObject, ProviderData, ResponseInfo, TokenLogprob } from '@sdk/core';
import { createToolCallId, type DecodeContext, type Finish, type PartWriter } from '@sdk/http';
import { readFinishReason } from './finish-reason.ts';
import { readSources, type TextAt } from './grounding.ts';
import { readLogprobs } from './logprobs.ts';
import { bareModelId } from './model-id.ts';
import { readOther } from './other-parts.ts';
import { hasCounts, readUsage } from './usage.ts';
import { WIRE, type OwnData, type WireAnswer, type WireCandidate, type WireGrounding, type WirePart, type WireUsage } from './wire.ts';

type Open = 'text' | 'reasoning' | undefined;

/**
 * Reads one answer, chunk by chunk; a whole answer is read as its only chunk.
 *
 * Texts that follow each other are one part, unless one of them is signed: a signature belongs to the part it came with.
 */
export class AnswerReader {
  readonly writer: PartWriter;
  readonly context: DecodeContext;
  readonly model: string;
  /** Place of the part that is written, or was last. No gaps: sources name their text by it. */
  index = -1;
  open: Open = undefined;
  begun = false;
  responseId = '';
  calls = 0;
  readonly callIds = new Set<string>();
  readonly texts: TextAt[] = [];
  /** Of the text that is open, and of the chunk that is read. */
  logprobs: TokenLogprob[] | undefined = undefined;
  newLogprobs: TokenLogprob[] | undefined = undefined;
  /** How many tools ran on the vendor's side. */
  ran = 0;
  usage: WireUsage | undefined = undefined;
  reason: string | undefined = undefined;
  blockReason: string | undefined = undefined;
  grounding: WireGrounding | undefined = undefined;
  readonly own: JSONObject = {};

  constructor(writer: PartWriter, context: DecodeContext) {
    this.writer = writer;
    this.context = context;
    this.model = bareModelId(context.modelId);
  }

  /** Reads a chunk. One that says nothing known is passed over. */
  read(chunk: WireAnswer): void {
    if (chunk.error) this.context.fail(chunk);
    const { candidates, usageMetadata, promptFeedback } = chunk;
    if (!candidates && !usageMetadata && !promptFeedback) return;
    if (!this.begun) this.start(chunk);
    if (usageMetadata && (this.usage === undefined || hasCounts(usageMetadata))) this.usage = usageMetadata;
    if (promptFeedback?.blockReason) this.blockReason = promptFeedback.blockReason;
    if (!candidates) return;
    for (let at = 0; at < candidates.length; at++) {
      const candidate = candidates[at] as WireCandidate;
      // More than one is never asked for.
      if (!candidate.index) this.readCandidate(candidate);
    }
  }

  /** Whether an answer has been seen: without one there is nothing to finish. */
  hasBegun(): boolean {
    return this.reason !== undefined || this.blockReason !== undefined || this.index >= 0;
  }

  /** Whether the vendor has said why it stopped. */
  hasEnded(): boolean {
    return this.reason !== undefined || this.blockReason !== undefined;
  }

  start({ responseId, modelVersion }: WireAnswer): void {
    this.begun = true;
    this.responseId = responseId ?? '';
    const response: Partial<ResponseInfo> = {};
    if (responseId) response.id = responseId;
    if (modelVersion) response.modelId = modelVersion;
    this.writer.start(response);
  }

  readCandidate(candidate: WireCandidate): void {
    const parts = candidate.content?.parts;
    if (candidate.logprobsResult) this.newLogprobs = readLogprobs(candidate.logprobsResult);
    if (parts) for (let at = 0; at < parts.length; at++) this.readPart(parts[at] as WirePart);
    const { finishReason, groundingMetadata } = candidate;
    if (groundingMetadata) this.grounding = { ...this.grounding, ...groundingMetadata };
    if (candidate.urlContextMetadata) this.own['urlContextMetadata'] = candidate.urlContextMetadata;
    if (!finishReason || finishReason === 'FINISH_REASON_UNSPECIFIED') return;
    this.reason = finishReason;
    if (candidate.finishMessage) this.own['finishMessage'] = candidate.finishMessage;
    if (candidate.continuationToken) this.own['continuationToken'] = candidate.continuationToken;
  }

  readPart(part: WirePart): void {
    if (typeof part.text === 'string') this.readText(part.text, part);
    else if (part.functionCall) this.readCall(part.functionCall, part.thoughtSignature);
    else this.readOtherPart(part);
  }

  readText(text: string, { thought, thoughtSignature }: WirePart): void {
    const type = thought ? 'reasoning' : 'text';
    if (thoughtSignature) this.writeSigned(type, text, thoughtSignature);
    else if (text !== '') {
      if (this.open !== type) this.openPart(type);
      this.writeDelta(type, text);
    }
  }

  writeDelta(type: 'text' | 'reasoning', text: string): void {
    if (type === 'reasoning') return this.writer.reasoning(this.index, text);
    this.writer.text(this.index, text);
    // For passages that are cited at the end: the vendor gives their offsets in bytes.
    (this.texts.at(-1) as TextAt).text += text;
    if (this.newLogprobs) this.addLogprobs(this.newLogprobs);
  }

  addLogprobs(logprobs: TokenLogprob[]): void {
    (this.logprobs ??= []).push(...logprobs);
    this.newLogprobs = undefined;
  }

  /** Empty text is kept with its signature, which is often what the last part of an answer is. */
  writeSigned(type: 'text' | 'reasoning', text: string, thoughtSignature: string): void {
    this.openPart(type);
    const providerData = this.sign(thoughtSignature);
    if (text === '') this.writer.part(this.index, { type, text, providerData });
    else {
      this.writeDelta(type, text);
      this.writer.annotate(this.index, { providerData });
    }
    this.closePart();
  }

  readCall({ id, name, args }: NonNullable<WirePart['functionCall']>, thoughtSignature: string | undefined): void {
    this.closePart();
    const index = ++this.index;
    const callId = id && !this.callIds.has(id) ? id : createToolCallId(this.responseId, this.calls);
    this.calls++;
    this.callIds.add(callId);
    this.writer.toolCall(index, callId, name ?? '');
    if (args !== undefined && args !== null) this.writer.toolArguments(index, typeof args === 'string' ? args : JSON.stringify(args));
    if (id || thoughtSignature) {
      const own: OwnData = { model: this.model };
      if (id) own.id = id;
      if (thoughtSignature) own.thoughtSignature = thoughtSignature;
      this.writer.annotate(index, { providerData: { [WIRE]: own } });
    }
    this.writer.close(index);
  }

  readOtherPart(part: WirePart): void {
    // Older models give no ids; a result follows its call.
    if (part.executableCode || part.toolCall) this.ran++;
    const read = readOther(part, `ran_${this.ran}_${this.responseId}`, this.model);
    // A signature alone is one of an empty text.
    if (!read) return this.readText('', part);
    this.closePart();
    this.writer.part(++this.index, read);
  }

  openPart(type: 'text' | 'reasoning'): void {
    this.closePart();
    this.open = type;
    this.index++;
    if (type === 'text') this.texts.push({ index: this.index, text: '' });
  }

  closePart(): void {
    if (this.open === undefined) return;
    if (this.logprobs) this.writer.annotate(this.index, { logprobs: this.logprobs });
    this.writer.close(this.index);
    this.open = this.logprobs = undefined;
  }

  sign(thoughtSignature: string): ProviderData {
    return { [WIRE]: { thoughtSignature, model: this.model } };
  }

  /** Writes what comes last: sources, and how it ended. */
  finish(): void {
    this.closePart();
    if (this.grounding) {
      for (const source of readSources(this.grounding, this.texts)) this.writer.part(++this.index, source);
      this.own['groundingMetadata'] = this.grounding;
    }
    this.writer.finish(this.readFinish());
  }

  readFinish(): Finish {
    const { reason, blockReason, own } = this;
    const finish: Finish = {
      finishReason: reason !== undefined ? readFinishReason(reason) : blockReason !== undefined ? 'content-filter' : 'other',
      usage: readUsage(this.usage),
    };
    const raw = reason ?? blockReason;
    if (raw !== undefined) finish.rawFinishReason = raw;
    // "Model generated function call(s).": nothing that the answer does not say.
    if (reason === 'STOP') delete own['finishMessage'];
    if (own['continuationToken']) own['model'] = this.model;
    if (Object.keys(own).length > 0) finish.providerData = { [WIRE]: own };
    return finish;
  }
}
