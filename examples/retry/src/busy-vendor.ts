import { startFaultServer, type FaultServer } from '@sdk/testing/server';

type Answers = NonNullable<Parameters<typeof startFaultServer>[0]>;
type Answer = Extract<Answers, { status?: number }>;

const json = { 'content-type': 'application/json' };
const events = { 'content-type': 'text/event-stream' };

/** How long the vendor asks to wait, in milliseconds. */
export const ASKED_MS = 400;

/** 429, with the vendor's own wait. */
export const tooFast: Answer = { status: 429, headers: { ...json, 'retry-after-ms': String(ASKED_MS) }, body: '{"error":{"message":"Too many requests."}}' };

/** 503, without one. */
export const overloaded: Answer = { status: 503, headers: json, body: '{"error":{"message":"Try again later."}}' };

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'gpt-busy', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** A stream that is lost before its first word: what the SDK may retry, unseen by the user. */
export const lostAtOnce: Answer = { headers: events, body: [chunk({ role: 'assistant', content: '' }), { delayMs: 20 }, { reset: true }] };

/** A stream that is lost after some words: what nobody may begin anew. */
export const lostLater: Answer = { headers: events, body: [chunk({ content: 'At ' }), { delayMs: 20 }, { reset: true }] };

/** A whole streamed answer. */
export const answer: Answer = {
  headers: events,
  body: [...['At ', 'last: ', 'hello!'].flatMap((content) => [chunk({ content }), { delayMs: 20 }]), chunk({}, 'stop'), 'data: [DONE]\n\n'],
};

/** Starts a vendor on this machine that is overloaded twice, and loses a connection, before it answers. */
export function startBusyVendor(): Promise<FaultServer> {
  return startFaultServer([tooFast, overloaded, lostAtOnce, answer]);
}
