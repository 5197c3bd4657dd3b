import type { CallOptions, EmbedOptions, JSONObject, StreamPart } from '@sdk/core';

/** Where a thread gets its models from: plain data. */
export interface Origin {
  module: string;
  export: string;
  /** A file path or `file:` URL; what `module` is resolved against. `undefined` for the working directory. */
  from: string | undefined;
  /** The one argument of a factory; `undefined` for none. */
  options: unknown;
}

/** What a new thread is made of. */
export interface ThreadData {
  origin: Origin;
  env: NodeJS.ProcessEnv;
  maxHeapMb: number;
}

/** Options of a call without what cannot cross threads. */
export type Portable<Options> = Omit<Options, 'signal'>;

/** What a thread is asked to do. */
export type Call =
  | { method: 'describe'; of: 'language' | 'embedding'; modelId: string | undefined }
  | { method: 'generate' | 'countTokens'; modelId: string | undefined; options: Portable<CallOptions> }
  | { method: 'embed'; modelId: string | undefined; options: Portable<EmbedOptions> }
  | { method: 'listModels' }
  | { method: 'open'; streamId: number; modelId: string | undefined; options: Portable<CallOptions> }
  | { method: 'next' | 'return'; streamId: number };

/** Parts of a stream that are ready, at least one unless it is over; and how it ended, if it has. */
export interface Batch {
  parts: StreamPart[];
  done?: boolean;
  error?: JSONObject;
}

/** What a thread answers. `unusable`: it could not load its models, and never will. */
export type Answer = { value: unknown } | { error: JSONObject; unusable?: boolean };

/** What goes from the supervisor to a thread, and back. */
export interface Numbered<Body> {
  id: number;
  body: Body;
}

/** What the calling thread asks of the supervisor. Threads have keys; `data` is there when the thread may be started. */
export type Request =
  | { type: 'call'; key: string; call: Call; timeoutMs: number | undefined; data?: ThreadData }
  | { type: 'end'; key: string };

/** What the supervisor replies. `absent`: there is no such thread, and no `data` to start it with. */
export type Reply =
  | { type: 'answer'; answer: Answer }
  | { type: 'absent' }
  | { type: 'crashed'; reason: string; exitCode: number }
  | { type: 'timeout' }
  | { type: 'ended' };
