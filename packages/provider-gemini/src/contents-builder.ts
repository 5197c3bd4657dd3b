import { isJSONObject, type JSONObject, type ToolCallPart, type ToolResultPart } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import type { Generation } from './model-id.ts';
import type { WireContent, WirePart } from './wire.ts';

/** Since when a call must be sealed, and a result may hold files. */
const SEALED_SINCE = 3;

/**
 * Stands for a seal that there never was: of a call that another model made.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures (read 2026-11-20)
 */
const NO_SIGNATURE = 'skip_thought_signature_validator';

/** What is put before a conversation that the model begins. */
const BEFORE_FIRST = '(The conversation begins here.)';

/** What a result may hold beside its JSON. @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal (read 2026-11-20) */
const IN_RESULT = /^(?:image\/(?:png|jpeg|webp)|application\/pdf|text\/plain)$/;

/** How a call is sent back. */
export interface CallOrigin {
  where: string;
  /** The vendor's own id, where it gave one. */
  id: string | undefined;
  signature: string | undefined;
}

/** A call that waits for its result. */
interface OpenCall {
  id: string | undefined;
  toolCallId: string;
  toolName: string;
  where: string;
  result: WirePart | undefined;
}

/**
 * Puts the turns of a conversation into the order that Gemini demands:
 *
 * - turns alternate, beginning with the user: neighbours of one role are one turn
 * - calls are followed by the user's turn that begins with their results: all of them, in the order of the calls
 * - no part is empty, and no turn
 * - since Gemini 3, the first call of a turn bears a signature
 *
 * @see https://ai.google.dev/gemini-api/docs/function-calling (read 2026-11-20)
 */
export class ContentsBuilder {
  readonly context: EncodeContext;
  readonly generation: Generation;
  readonly contents: WireContent[] = [];
  /** Calls of the turn that goes on, in their order. */
  calls: OpenCall[] = [];
  /** The same by their id, and how many of them have a result: those with one id are answered in their order. */
  byId = new Map<string, { calls: OpenCall[]; answered: number }>();
  isAnswered = false;
  /** The last turn with a call. */
  called: WirePart[] | undefined = undefined;
  /** Of results, where a result cannot hold them: they follow it. */
  files: WirePart[] = [];

  constructor(context: EncodeContext, generation: Generation) {
    this.context = context;
    this.generation = generation;
  }

  isEmpty(): boolean {
    return this.contents.length === 0;
  }

  addUser(parts: WirePart[]): void {
    if (parts.length > 0) addAll(this.turn('user'), parts);
  }

  addModel(parts: WirePart[], where: string): void {
    if (parts.length > 0) addAll(this.modelTurn(where), parts);
  }

  addCall({ toolCallId, toolName, arguments: args }: ToolCallPart, { where, id, signature }: CallOrigin): void {
    const turn = this.modelTurn(where);
    const isFirst = turn !== this.called;
    this.called = turn;
    const sealed = signature ?? (isFirst && this.generation.version >= SEALED_SINCE ? NO_SIGNATURE : undefined);
    turn.push({
      functionCall: { ...(id === undefined ? {} : { id }), name: toolName, args },
      ...(sealed === undefined ? {} : { thoughtSignature: sealed }),
    });
    const call: OpenCall = { id, toolCallId, toolName, where, result: undefined };
    this.calls.push(call);
    const known = this.byId.get(toolCallId);
    if (known) known.calls.push(call);
    else this.byId.set(toolCallId, { calls: [call], answered: 0 });
  }

  addResult(part: ToolResultPart, where: string, files: WirePart[]): void {
    const named = this.byId.get(part.toolCallId);
    const call = named?.calls[named.answered];
    if (!named || !call) return this.context.invalid(`${where} is the result of the call ${JSON.stringify(part.toolCallId)}, which the turn before it does not make.`);
    named.answered++;
    this.isAnswered = true;
    const holdsFiles = this.generation.version >= SEALED_SINCE;
    const inside = files.filter((file) => holdsFiles && fitsInResult(file));
    if (inside.length < files.length) {
      this.context.warn({ kind: 'adjusted', option: 'messages', message: 'Files in results of tools are sent after the results.' });
      addAll(this.files, files.filter((file) => !holdsFiles || !fitsInResult(file)));
    }
    call.result = {
      functionResponse: {
        ...(call.id === undefined ? {} : { id: call.id }),
        name: call.toolName,
        response: responseOf(part),
        ...(inside.length > 0 ? { parts: inside } : {}),
      },
    };
  }

  build(): WireContent[] {
    this.closeCalls();
    const { contents, context } = this;
    if (contents.length === 0) context.invalid('messages holds nothing that can be sent.');
    if (contents[0]?.role === 'model') {
      contents.unshift({ role: 'user', parts: [{ text: BEFORE_FIRST }] });
      context.warn({ kind: 'adjusted', option: 'messages', message: 'The conversation began with the assistant; a short text of the user stands before it.' });
    }
    return contents;
  }

  /** The model's turn, to be added to. Another one begins where results or the user's words stand between. */
  modelTurn(where: string): WirePart[] {
    if (this.isAnswered || this.contents.at(-1)?.role === 'user') this.closeCalls(where);
    return this.turn('model');
  }

  /** Writes the results of the last calls, at the beginning of the turn that follows them. */
  closeCalls(before?: string): void {
    const { calls, files } = this;
    if (calls.length === 0) return;
    const unanswered = calls.find(({ result }) => !result);
    if (unanswered) {
      const { where, toolCallId } = unanswered;
      this.context.invalid(`${where} calls a tool (${JSON.stringify(toolCallId)}), and no result of it comes ${before ? `before ${before}` : 'after it'}.`);
    }
    const turn = this.turn('user');
    const words = turn.splice(0);
    for (const { result } of calls) turn.push(result as WirePart);
    addAll(turn, files);
    addAll(turn, words);
    this.calls = [];
    this.byId = new Map();
    this.isAnswered = false;
    this.files = [];
  }

  turn(role: WireContent['role']): WirePart[] {
    const last = this.contents.at(-1);
    if (last?.role === role) return last.parts;
    const parts: WirePart[] = [];
    this.contents.push({ role, parts });
    return parts;
  }
}

/** A spread would put every part on the stack, which has an end. */
function addAll(parts: WirePart[], more: readonly WirePart[]): void {
  for (const part of more) parts.push(part);
}

function fitsInResult({ inlineData }: WirePart): boolean {
  return inlineData !== undefined && IN_RESULT.test(inlineData.mimeType);
}

/** Results are objects; the keys say what is in them. */
function responseOf({ result, content, isError }: ToolResultPart): JSONObject {
  if (isError) return { error: textIn(content) ?? result ?? null };
  const text = textIn(content);
  if (text !== undefined) return { output: text };
  return isJSONObject(result) ? result : { output: result ?? null };
}

function textIn(content: ToolResultPart['content']): string | undefined {
  const texts = content?.flatMap((part) => (part.type === 'text' && part.text !== '' ? [part.text] : []));
  return texts?.length ? texts.join('\n\n') : undefined;
}
