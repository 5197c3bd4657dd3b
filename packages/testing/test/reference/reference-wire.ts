import {
  createResult,
  isJSONObject,
  ResponseParseError,
  StreamInterruptedError,
  toJSONSchema,
  type CallOptions,
  type ContentPart,
  type FinishReason,
  type GenerateResult,
  type Message,
  type StreamPart,
  type ToolCallPart,
  type Usage,
  type Warning,
} from '@sdk/core';

/*
 * A wire of our own, small and with everything that the laws look at. Whole:
 * {"id","model","think","seal","text","calls":[{"id","name","args":"json text"}],"end":"stop|limit|call","usage":{"in","out"}}
 * Streamed: {"open":{"id","model"}} {"think":"…"} {"seal":"…"} {"text":"…"} {"call":{"n","id","name"}} {"args":{"n","piece"}}
 * {"end":"…"} {"usage":{…}} [DONE]. Errors: {"problem":{"message","code"}}.
 */

const PROVIDER = 'reference';

export interface WireCall {
  id: string;
  name: string;
  args: string;
}

export interface WireEvent {
  id?: string;
  model?: string;
  open?: { id: string; model: string };
  think?: string;
  seal?: string;
  text?: string;
  calls?: WireCall[];
  call?: { n: number; id: string; name: string };
  args?: { n: number; piece: string };
  end?: string;
  usage?: { in: number; out: number };
}

const ENDS: Record<string, FinishReason> = { stop: 'stop', limit: 'length', call: 'tool-calls' };

const sealOf = (part: ContentPart) => (part.providerData?.[PROVIDER] as { seal?: string } | undefined)?.seal;

/** A call as the body of a request, and what could not be honoured. */
export function encode(modelId: string, options: CallOptions, stream: boolean): { body: string; warnings: Warning[] } {
  const warnings: Warning[] = [];
  if (options.seed !== undefined) warnings.push({ kind: 'unsupported', option: 'seed', message: 'Seeds are not taken.' });
  const body = {
    model: modelId,
    stream,
    turns: options.messages.map(encodeMessage),
    tools: options.tools?.map((tool) =>
      tool.type === 'provider' ? tool.args : { name: tool.name, schema: toJSONSchema(tool.parameters) },
    ),
    must: options.toolChoice,
    limit: options.maxTokens,
  };
  return { body: JSON.stringify(body), warnings };
}

function encodeMessage({ role, content }: Message): object {
  if (typeof content === 'string') return { who: role, said: [{ text: content }] };
  return { who: role, said: (content as ContentPart[]).flatMap(encodePart) };
}

function encodePart(part: ContentPart): object[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ text: part.text }];
    case 'reasoning':
      return sealOf(part) === undefined ? [] : [{ think: part.text, seal: sealOf(part) }];
    case 'tool-call':
      return [{ call: { id: part.toolCallId, name: part.toolName, args: part.invalid ?? JSON.stringify(part.arguments) } }];
    case 'tool-result':
      return [{ result: { id: part.toolCallId, value: part.result } }];
    case 'file':
      return [{ file: { type: part.mediaType, data: part.data } }];
    default:
      return [];
  }
}

function decodeCall({ id, name, args }: WireCall): ToolCallPart {
  try {
    const parsed: unknown = JSON.parse(args === '' ? '{}' : args);
    if (isJSONObject(parsed)) return { type: 'tool-call', toolCallId: id, toolName: name, arguments: parsed };
  } catch {
    // falls through
  }
  return { type: 'tool-call', toolCallId: id, toolName: name, arguments: {}, invalid: args };
}

function decodeReasoning(text: string, seal: string | undefined): ContentPart {
  return { type: 'reasoning', text, ...(seal !== undefined && { providerData: { [PROVIDER]: { seal } } }) };
}

function decodeUsage(usage: WireEvent['usage']): Usage {
  if (!usage) return {};
  return { inputTokens: usage.in, outputTokens: usage.out, totalTokens: usage.in + usage.out, raw: usage };
}

/** A whole answer. @throws ResponseParseError when it is none. */
export function decode(answer: WireEvent, warnings: Warning[], totalMs: number): GenerateResult {
  if (answer.end === undefined) throw new ResponseParseError('This is no answer.', { provider: PROVIDER });
  const content: ContentPart[] = [];
  if (answer.think !== undefined) content.push(decodeReasoning(answer.think, answer.seal));
  if (answer.text) content.push({ type: 'text', text: answer.text });
  content.push(...(answer.calls ?? []).map(decodeCall));
  return createResult({
    content,
    finishReason: answer.calls?.length ? 'tool-calls' : (ENDS[answer.end] ?? 'other'),
    rawFinishReason: answer.end,
    usage: decodeUsage(answer.usage),
    warnings,
    response: { provider: PROVIDER, ...(answer.id && { id: answer.id }), ...(answer.model && { modelId: answer.model }) },
    timing: { totalMs },
  });
}

/** Turns events into parts. `end` is called when the bytes have ended. */
export function createStreamDecoder(warnings: Warning[]): {
  push(event: WireEvent): StreamPart[];
  end(totalMs: number): StreamPart[];
  interrupted(cause: unknown): StreamInterruptedError;
} {
  let started = false;
  let think: string | undefined;
  let seal: string | undefined;
  const texts: string[] = [];
  const calls = new Map<number, { id: string; name: string; pieces: string[] }>();
  let end: string | undefined;
  let usage: Usage = {};

  const texted = (): ContentPart[] => (texts.length > 0 ? [{ type: 'text', text: texts.join('') }] : []);

  function complete(): StreamPart[] {
    const parts: StreamPart[] = [];
    if (think !== undefined) parts.push({ type: 'part', index: 0, part: decodeReasoning(think, seal) });
    for (const part of texted()) parts.push({ type: 'part', index: 1, part });
    for (const [n, { id, name, pieces }] of calls) {
      parts.push({ type: 'part', index: 2 + n, part: decodeCall({ id, name, args: pieces.join('') }) });
    }
    return parts;
  }

  return {
    push(event) {
      const parts: StreamPart[] = [];
      if (!started && (event.open ?? event.think ?? event.text ?? event.call ?? event.end) !== undefined) {
        started = true;
        const { id, model: modelId } = event.open ?? {};
        parts.push({ type: 'start', warnings, response: { provider: PROVIDER, ...(id && { id }), ...(modelId && { modelId }) } });
      }
      if (event.think !== undefined) {
        think = (think ?? '') + event.think;
        parts.push({ type: 'reasoning-delta', index: 0, delta: event.think });
      }
      if (event.seal !== undefined) seal = event.seal;
      if (event.text) {
        texts.push(event.text);
        parts.push({ type: 'text-delta', index: 1, delta: event.text });
      }
      if (event.call) {
        const { n, id, name } = event.call;
        calls.set(n, { id, name, pieces: [] });
        parts.push({ type: 'tool-call-start', index: 2 + n, toolCallId: id, toolName: name });
      }
      if (event.args) {
        calls.get(event.args.n)?.pieces.push(event.args.piece);
        parts.push({ type: 'tool-call-delta', index: 2 + event.args.n, delta: event.args.piece });
      }
      if (event.usage) usage = decodeUsage(event.usage);
      if (event.end !== undefined && end === undefined) {
        end = event.end;
        parts.push(...complete());
      }
      return parts;
    },
    end(totalMs) {
      if (end === undefined) throw this.interrupted(undefined);
      const finishReason = calls.size > 0 ? 'tool-calls' : (ENDS[end] ?? 'other');
      return [{ type: 'finish', finishReason, rawFinishReason: end, usage, timing: { totalMs } }];
    },
    interrupted(cause) {
      const content = [...(think === undefined ? [] : [decodeReasoning(think, seal)]), ...texted()];
      const options = { provider: PROVIDER, retryable: true, partial: { content, usage }, cause };
      return new StreamInterruptedError('The answer was interrupted.', options);
    },
  };
}
