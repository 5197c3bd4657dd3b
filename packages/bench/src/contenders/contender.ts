/** Told of every piece of text. A promise that it gives is awaited before the next one is read. */
export type OnText = (text: string) => Promise<void> | undefined;

/** One way to ask a model, written as its users would write it. */
export interface Contender {
  /** Asks for a whole answer. Resolves to its text. */
  generate(): Promise<string>;
  /** Streams an answer. Resolves to its text. */
  stream(): Promise<string>;
  /** Streams an answer and hands over every piece of text. */
  streamTo(onText: OnText): Promise<void>;
  /** Streams an answer that is one tool call. Resolves to its arguments, parsed. */
  toolCall(): Promise<unknown>;
}

/** What is measured of a wire of its own. */
export type StreamContender = Pick<Contender, 'stream'>;

/** Makes a contender that speaks to one scenario of the mock server. */
export type CreateContender = (baseUrl: string) => Contender;

export const MODEL = 'gpt-4.1-mini';
export const API_KEY = 'sk-bench-0123456789abcdef';
export const PROMPT = 'Tell me about the lighthouse.';
export const TOOL = {
  name: 'save_rows',
  description: 'Saves rows.',
  parameters: {
    type: 'object' as const,
    properties: { rows: { type: 'array' as const, items: { type: 'object' as const } } },
    required: ['rows'],
  },
};
