import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorKind, FinishReason, JSONObject, JSONValue } from '@sdk/core';

/** What the bytes of a recorded answer say. */
export interface RecordedExpectation {
  text?: string;
  reasoning?: string;
  /** What a model says before it calls tools, where a vendor has a place of its own for it; it counts as reasoning. */
  plan?: string;
  toolCalls?: { id?: string; name: string; arguments: JSONObject }[];
  finishReason?: FinishReason | null;
  usage?: Record<string, number>;
  /** A defensible other reading of some counts. */
  usageAlso?: Record<string, number>;
  /** How many citations there are. */
  sources?: number;
  embeddings?: { count: number; dimensions: number; heads: number[][] };
  models?: { count: number; first: string[] };
  error?: { status: number; kind: ErrorKind; alsoKinds?: ErrorKind[]; retryAfterMs?: number };
  /** What came before a stream broke. */
  partial?: string | { text?: string; reasoning?: string };
}

/** One recording as the index lists it. */
export interface RecordingEntry {
  id: string;
  provider: string;
  /** The API, e.g. `'chat'`, `'responses'`, `'messages'`, `'embeddings'`. */
  kind: string;
  model: string;
  stream: boolean;
  features: string[];
  expected: RecordedExpectation;
}

/** One recorded request with its answer. */
export interface Recording extends RecordingEntry {
  request: { method: string; path: string; headers: Record<string, string>; body?: JSONValue };
  response: { status: number; headers: Record<string, string>; body?: string; bodyBase64?: string };
}

/** The recordings in a folder, in the order of `INDEX.json`, or by name where there is no index. */
export function readIndex(folder: string): RecordingEntry[] {
  const index = join(folder, 'INDEX.json');
  if (existsSync(index)) return parse(index) as RecordingEntry[];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => parse(join(folder, file)) as Recording);
}

/** One recording of a folder. */
export function readRecording(folder: string, id: string): Recording {
  return parse(join(folder, `${id}.json`)) as Recording;
}

function parse(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The answer's body as it came. */
export function bodyOf({ response }: Recording): Buffer {
  return response.bodyBase64 === undefined
    ? Buffer.from(response.body ?? '', 'utf8')
    : Buffer.from(response.bodyBase64, 'base64');
}

/** What a server writes by itself, or what described a body that is stored unpacked. */
const OWN_HEADERS = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding'];

/** The answer's headers without those that say how the body was sent. */
export function headersOf({ response }: Recording): Record<string, string> {
  return Object.fromEntries(Object.entries(response.headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase())));
}

/** By API, what the terminal event of a stream has and no earlier event. */
const TERMINAL: Record<string, RegExp> = {
  chat: /"finish_reason"\s*:\s*"\w/,
  'cohere-chat': /"type"\s*:\s*"message-end"/,
  converse: /messageStop/,
  generateContent: /"finishReason"\s*:\s*"/,
  messages: /"type"\s*:\s*"message_stop"/,
  'ollama-chat': /"done"\s*:\s*true/,
  responses: /"type"\s*:\s*"response\.(completed|incomplete|failed)"/,
};

/** The first byte of what makes a stream complete: a body that ends before it was interrupted. `undefined` for an unknown API. */
export function terminalOf({ kind }: RecordingEntry, body: Buffer): number | undefined {
  const at = TERMINAL[kind]?.exec(body.toString('latin1'))?.index;
  return at === undefined || at < 1 ? undefined : at;
}
