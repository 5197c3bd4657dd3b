import type { JSONObject, JSONValue } from './json.ts';

/**
 * A vendor's own data, keyed by wire name, e.g. `{ anthropic: { signature: '…' } }`.
 *
 * A codec reads its own key only. Everybody else passes the object on unread.
 */
export type ProviderData = Record<string, JSONValue>;

/** A prompt-cache breakpoint: "the prompt up to here is worth caching". A hint, ignored where a vendor has no such thing. */
export interface CacheHint {
  /** How long to keep the prefix, in the vendor's own notation, e.g. `'5m'` or `'1h'`. */
  ttl?: string;
}

/** What every part, message and tool may carry beside its own fields. */
export interface Annotated {
  providerData?: ProviderData;
  cache?: CacheHint;
}

/** Written text. */
export interface TextPart extends Annotated {
  type: 'text';
  text: string;
  /** One entry per output token, when they were asked for with `logprobs`. */
  logprobs?: TokenLogprob[];
}

/** The probability of one output token. */
export interface TokenLogprob {
  token: string;
  /** Natural logarithm of the probability, ≤ 0. */
  logprob: number;
  /** UTF-8 bytes of the token; several tokens may share one character. */
  bytes?: number[];
  /** The most likely tokens at this place, when more than the chosen one was asked for. */
  top?: { token: string; logprob: number }[];
}

/** What the model thought before it answered. The text is empty where the vendor seals it. */
export interface ReasoningPart extends Annotated {
  type: 'reasoning';
  text: string;
}

/** An image, a document, a piece of audio: from the user or from the model. Has exactly one of `data` and `url`. */
export interface FilePart extends Annotated {
  type: 'file';
  /** e.g. `'image/png'`, `'application/pdf'`, `'audio/wav'`. `'image/*'` will do beside a `url`. */
  mediaType: string;
  /** Base64 (no `data:` prefix) or bytes. What the SDK emits is always base64. */
  data?: string | Uint8Array;
  /** `https:`, `http:` or `data:` URL, or what the vendor calls a file URI. */
  url?: string;
  filename?: string;
}

/** The model asks for a tool to be called. */
export interface ToolCallPart extends Annotated {
  type: 'tool-call';
  /** Joins the call and its result. Unique within the conversation. */
  toolCallId: string;
  toolName: string;
  /** The parsed arguments, `{}` when {@link ToolCallPart.invalid} is set. */
  arguments: JSONObject;
  /** The raw text of arguments that are not a JSON object. */
  invalid?: string;
  /** The vendor ran this tool itself; nothing is to be done. */
  providerExecuted?: boolean;
}

/** The answer to a {@link ToolCallPart}. */
export interface ToolResultPart extends Annotated {
  type: 'tool-result';
  toolCallId: string;
  toolName?: string;
  /** What the tool returned, as JSON. */
  result: JSONValue;
  /** Text and files to show to the model instead of {@link ToolResultPart.result}, e.g. a screenshot. */
  content?: (TextPart | FilePart)[];
  /** The tool failed and `result` says how. */
  isError?: boolean;
  /** The vendor ran this tool itself; the part stands in the assistant's message. */
  providerExecuted?: boolean;
}

/** Where a piece of the answer comes from. Never sent back to the vendor. */
export interface SourcePart extends Annotated {
  type: 'source';
  url?: string;
  title?: string;
  /** The cited passage. */
  text?: string;
  /** Index of the text part that the source supports. */
  of?: number;
  /** First UTF-16 unit of that text which the source supports. */
  start?: number;
  /** One past the last UTF-16 unit. */
  end?: number;
}

/** A vendor's block that the SDK does not model. Its body is in `providerData`, and goes back in its place. */
export interface OpaquePart extends Annotated {
  type: 'opaque';
  /** The vendor's name of the block. */
  name: string;
}

/** One piece of a message. New kinds may come in minor versions: pass on what you do not know. */
export type ContentPart =
  | TextPart
  | ReasoningPart
  | FilePart
  | ToolCallPart
  | ToolResultPart
  | SourcePart
  | OpaquePart;

/** Instructions that stand above the conversation. */
export interface SystemMessage extends Annotated {
  role: 'system';
  content: string | TextPart[];
}

/** What the person says. */
export interface UserMessage extends Annotated {
  role: 'user';
  content: string | (TextPart | FilePart | OpaquePart)[];
}

/** What the model said. As the last message, it is continued. */
export interface AssistantMessage extends Annotated {
  role: 'assistant';
  content: string | ContentPart[];
}

/** The results of the tools that the model called. */
export interface ToolMessage extends Annotated {
  role: 'tool';
  content: ToolResultPart[];
}

/** One turn of a conversation. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
