import type { ContentPart, ProviderData } from './message.ts';
import type { Attempt, FinishReason, RateLimit, ResponseInfo, Timing, Usage, Warning } from './result.ts';

/** Comes once, first, with the vendor's first event. */
export interface StartPart {
  type: 'start';
  warnings: Warning[];
  response: ResponseInfo;
  rateLimit?: RateLimit;
}

/** More text of the content part at `index`. */
export interface TextDeltaPart {
  type: 'text-delta';
  index: number;
  delta: string;
  /** What the whole part will carry as well, where it matters at once, e.g. that the text is a refusal; mostly `undefined`. */
  providerData?: ProviderData;
}

/** More reasoning of the content part at `index`; `''` opens thoughts that the vendor keeps to itself. */
export interface ReasoningDeltaPart {
  type: 'reasoning-delta';
  index: number;
  delta: string;
}

/** A tool call begins at `index`. */
export interface ToolCallStartPart {
  type: 'tool-call-start';
  index: number;
  toolCallId: string;
  toolName: string;
}

/** More of the JSON text of the arguments of the call at `index`. */
export interface ToolCallDeltaPart {
  type: 'tool-call-delta';
  index: number;
  delta: string;
}

/** The content part at `index` is complete. Its deltas, joined, are its text, or JSON that parses to its arguments. */
export interface CompletePart {
  type: 'part';
  index: number;
  part: ContentPart;
}

/** Comes once, last. */
export interface FinishPart {
  type: 'finish';
  finishReason: FinishReason;
  rawFinishReason?: string;
  usage: Usage;
  timing: Timing;
  /** What `start` could not know yet. */
  response?: Partial<ResponseInfo>;
  rateLimit?: RateLimit;
  providerData?: ProviderData;
  attempts?: Attempt[];
}

/**
 * One step of a streamed answer.
 *
 * Order: one `start`; then deltas and complete parts, each `index` a place in the content (unique per part, gaps
 * allowed, parts may complete out of order); one `finish`. A failure is thrown, it is never a part. New kinds may come
 * in minor versions: ignore what you do not know.
 */
export type StreamPart =
  | StartPart
  | TextDeltaPart
  | ReasoningDeltaPart
  | ToolCallStartPart
  | ToolCallDeltaPart
  | CompletePart
  | FinishPart;
