import { toJSONSchema, type FunctionTool } from '@sdk/core';
import { CallBody } from './call-body.ts';
import { BARE_JSON, FORMATS, type Format } from './formats.ts';
import type { SchemaOf, WrittenCall } from './written-call.ts';

/** A piece of an answer's text: words, or a call that stood in them. */
export type TextSegment = { type: 'text'; delta: string } | ({ type: 'tool-call' } & WrittenCall);

/** Takes tool calls out of a text that is still coming. */
export interface TextToolCallParser {
  /** More of the text: the pieces that are certain by now. What may yet become a tag is held back. */
  push(delta: string): TextSegment[];
  /** No more text: what was held back. A call without its end is text, unless only its end tag is missing. */
  end(): TextSegment[];
}

/** Settings of {@link createTextToolCallParser}. */
export interface TextToolCallOptions {
  /** What the model may call. Whatever else looks like a call is text. */
  tools: readonly FunctionTool[];
  /** An answer that is nothing but `{"name", "arguments"}`, or a list of such, is a call, too. @default false */
  bareJSON?: boolean;
}

/**
 * Makes a parser of the calls that models write as text when their server does not read them: in the tags of Hermes, Qwen, Qwen3-Coder, GLM,
 * Mistral, Llama, DeepSeek and Kimi.
 *
 * A call comes whole, when its end is seen. An end tag inside a JSON string does not end it. A call whose arguments are no JSON comes as it
 * stands; one that names no tool stays text. White space beside a call is dropped. Nothing is ever lost, and cost is linear.
 *
 * @see https://github.com/ModelTC/LightLLM (function_call_parser.py at 87881ae, read 2026-11-20)
 */
export function createTextToolCallParser({ tools, bareJSON = false }: TextToolCallOptions): TextToolCallParser {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const schemaOf: SchemaOf = (name) => {
    const tool = byName.get(name);
    return tool && toJSONSchema(tool.parameters);
  };
  let out: TextSegment[] = [];
  let held = ''; // what may become a start tag
  let space = ''; // white space that is dropped when a call follows
  let afterCall = false;
  let begun = !bareJSON; // whether the text has begun, so that it cannot be JSON alone
  let lenient = false;
  let body: CallBody | undefined;
  let repeatable: Format | undefined; // what the last call was, where a `;` begins another one

  function emit(text: string): void {
    const words = afterCall ? text.trimStart() : text;
    if (words === '') return;
    afterCall = false;
    const end = words.trimEnd().length;
    if (end > 0) {
      out.push({ type: 'text', delta: space + words.slice(0, end) });
      space = '';
    }
    space += words.slice(end);
  }

  function emitCalls(format: Format, calls: WrittenCall[]): void {
    space = '';
    afterCall = true;
    if (format.separated) repeatable = format;
    for (const call of calls) out.push({ type: 'tool-call', ...call });
  }

  /** What the body says: calls of tools that there are, or else the text as it stood. */
  function closeBody(closed: CallBody, complete: boolean): void {
    const { format, broken } = closed;
    const raw = closed.text();
    const inner = complete && format.end !== undefined ? raw.slice(0, -format.end.length) : raw;
    const declared = (calls: WrittenCall[] | undefined) => (calls?.length && calls.every(({ name }) => byName.has(name)) ? calls : undefined);
    const calls = broken ? undefined : declared(format.read(inner, schemaOf));
    if (calls) emitCalls(format, calls);
    else if (format.end !== undefined && inner.includes(format.end)) readAgain(format, raw);
    else {
      const malformed = complete ? declared(format.readMalformed?.(inner)) : undefined;
      if (malformed) emitCalls(format, malformed);
      else emit(format.start + raw);
    }
  }

  /** An end tag seemed to stand inside a string, and the string was broken: once more, without looking into strings. */
  function readAgain(format: Format, raw: string): void {
    lenient = true;
    body = new CallBody(format, lenient);
    read(raw);
    const open = body as CallBody | undefined;
    body = undefined;
    if (open) closeBody(open, false);
    lenient = false;
  }

  /** Reads text outside of calls up to the next start tag. Gives where to go on. */
  function readText(text: string): number {
    const found = START.exec(text);
    if (!found) {
      const keep = text.length - partialTagLength(text);
      emit(text.slice(0, keep));
      held = text.slice(keep);
      return text.length;
    }
    emit(text.slice(0, found.index));
    body = new CallBody(formatOf(found[0]), lenient);
    return found.index + found[0].length;
  }

  function read(text: string): void {
    let rest = text;
    while (rest !== '') {
      if (!body && (!begun || repeatable)) {
        const first = rest.search(/\S/);
        if (first < 0) return void (held = rest);
        rest = rest.slice(beginBody(rest, first));
      }
      if (!body) {
        rest = rest.slice(readText(rest));
        continue;
      }
      const over = body.push(rest, 0);
      if (over < 0) return;
      const closed = body;
      body = undefined;
      closeBody(closed, true);
      rest = rest.slice(over);
    }
  }

  /** Looks at the first character for calls that begin without a tag. Gives where to go on. */
  function beginBody(text: string, first: number): number {
    const format = repeatable;
    repeatable = undefined;
    if (format && text[first] === ';') {
      body = new CallBody(format, false);
      return first + 1;
    }
    if (!begun && (text[first] === '{' || text[first] === '[')) body = new CallBody(BARE_JSON, false);
    begun = true;
    return 0;
  }

  function push(delta: string): TextSegment[] {
    out = [];
    const text = held + delta;
    held = '';
    read(text);
    return out;
  }

  function end(): TextSegment[] {
    out = [];
    const open = body;
    body = undefined;
    if (open) closeBody(open, false);
    emit(held);
    held = '';
    if (space !== '') out.push({ type: 'text', delta: space });
    space = '';
    return out;
  }

  return { push, end };
}

const escapeRegExp = (text: string) => text.replace(/[|[\]]/g, '\\$&');
const START = new RegExp(FORMATS.map(({ start }) => escapeRegExp(start)).join('|'));

function formatOf(start: string): Format {
  return FORMATS.find((format) => format.start === start) as Format;
}

/** How many characters at the end could be the beginning of a start tag. No tag has its first character twice. */
function partialTagLength(text: string): number {
  const from = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['));
  if (from < 0) return 0;
  const tail = text.slice(from);
  return FORMATS.some(({ start }) => start.startsWith(tail)) ? tail.length : 0;
}
