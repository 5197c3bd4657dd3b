import {
  APIError,
  collect,
  ConfigurationError,
  InvalidRequestError,
  SdkError,
  type CallOptions,
  type Capabilities,
  type ContentPart,
  type LanguageModel,
} from '@sdk/core';
import type { ScriptedAnswer, ScriptedReply, ScriptStep } from './script.ts';
import { streamPartsOf, type Chunking } from './scripted-parts.ts';
import { scriptedStream, type Performance } from './scripted-stream.ts';

/** Settings of {@link scriptedModel}. */
export interface ScriptedModelOptions {
  /** @default 'scripted' */
  provider?: string;
  /** @default 'scripted-model' */
  modelId?: string;
  /** Reported, not enforced. @default {} */
  capabilities?: Capabilities;
  /** How text, reasoning and arguments are cut into deltas: at words, not at all, or every so many characters. @default 'words' */
  chunking?: Chunking;
  /** Wait before the start and before every delta, in milliseconds; `generate` waits as long as a whole stream. @default 0 */
  delayMs?: number;
}

/** A model that answers from a script, and remembers what it was asked. */
export interface ScriptedModel extends LanguageModel {
  /** The options of every call that began, in order; `messages` as they were then. */
  readonly calls: CallOptions[];
}

/**
 * A model for unit tests: no network, no key, the same answer every time, and the whole contract kept.
 *
 * An array holds one step per call, in order. A lone step answers every call. An `Error` that is no `SdkError` arrives as an
 * `APIError` with the original as its `cause`, since nothing else may leave a model. `timeouts` are not applied: script an
 * `APITimeoutError` instead.
 *
 * @throws ConfigurationError (by rejection) when the script has no step left.
 * @example
 * const model = scriptedModel(['Hello!', { content: [{ type: 'tool-call', toolName: 'time' }] }, new RateLimitError('Slow down.', { provider: 'x' })]);
 */
export function scriptedModel(script: ScriptStep | readonly ScriptStep[], options: ScriptedModelOptions = {}): ScriptedModel {
  const { provider = 'scripted', modelId = 'scripted-model', capabilities = {}, chunking = 'words', delayMs = 0 } = options;
  const calls: CallOptions[] = [];

  async function begin(call: CallOptions): Promise<Performance> {
    if (!(call.messages?.length > 0)) throw new InvalidRequestError('`messages` must hold at least one message.', { provider });
    const callIndex = calls.push({ ...call, messages: [...call.messages] }) - 1;
    const reply = await replyTo(call, callIndex);
    const answer = answerOf(reply);
    const parts = streamPartsOf(answer, { provider, modelId, callNumber: callIndex + 1, chunking });
    if (!answer.error) return { parts };
    const content = parts.flatMap((part): ContentPart[] => (part.type === 'part' ? [part.part] : []));
    return { parts, error: asSdkError(answer.error, provider, content) };
  }

  async function replyTo(call: CallOptions, callIndex: number): Promise<ScriptedReply> {
    const step = isSteps(script) ? script[callIndex] : script;
    if (step === undefined) {
      const steps = (script as ScriptStep[]).length;
      throw new ConfigurationError(`The script of this model has ${steps} step(s), and this is call ${callIndex + 1}.`);
    }
    if (typeof step !== 'function') return step;
    try {
      return await step(call, callIndex);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  const stream = (call: CallOptions) => scriptedStream(() => begin(call), { signal: call.signal, delayMs });

  return {
    provider,
    modelId,
    capabilities,
    calls,
    stream,
    async generate(call) {
      const result = await collect(stream(call));
      delete result.timing.firstTokenMs; // unknown of an answer that comes whole
      return result;
    },
  };
}

function isSteps(script: ScriptStep | readonly ScriptStep[]): script is readonly ScriptStep[] {
  return Array.isArray(script);
}

function answerOf(reply: ScriptedReply): ScriptedAnswer {
  if (reply instanceof Error) return { error: reply };
  return typeof reply === 'string' ? { content: reply } : reply;
}

function asSdkError(error: Error, provider: string, content: ContentPart[]): SdkError {
  if (error instanceof SdkError) return error;
  return new APIError(error.message, { provider, cause: error, ...(content.length > 0 && { partial: { content } }) });
}
