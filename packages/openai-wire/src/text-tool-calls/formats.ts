/**
 * How models write tool calls into their text, by family.
 *
 * Source: the parsers of ModelTC/LightLLM at 87881ae (`function_call_parser.py`) and vLLM's documentation of tool calling; read 2026-11-20.
 */
import { argumentsOf, readJSONCalls, readMalformedCall, type SchemaOf, type WrittenCall } from './written-call.ts';

/** One way to write calls. */
export interface Format {
  start: string;
  /** What ends it; `undefined` where it ends with its JSON. */
  end?: string;
  /** Whether `;` stands between several. @default false */
  separated?: boolean;
  /** The calls of a body; `undefined` unless all of it is understood. */
  read(body: string, schemaOf: SchemaOf): WrittenCall[] | undefined;
  /** A call whose arguments are not understood, of a body whose end was seen. */
  readMalformed?(body: string): WrittenCall[] | undefined;
}

/** Hermes and Qwen write JSON, Qwen3-Coder and GLM tags of their own, all between the same two. */
const toolCall: Format = {
  start: '<tool_call>',
  end: '</tool_call>',
  read(body, schemaOf) {
    if (/^\s*<function=/.test(body)) return readFunctionTags(body, schemaOf);
    if (/^\s*[^\s{[<]/.test(body)) return readArgumentTags(body, schemaOf);
    return readJSONCalls(body);
  },
  readMalformed: readMalformedCall,
};

/** `<function=f><parameter=k>value</parameter>…</function>` */
function readFunctionTags(body: string, schemaOf: SchemaOf): WrittenCall[] | undefined {
  const [, name = '', inner] = /^\s*<function=([^>]+)>([^]*?)<\/function>\s*$/.exec(body) ?? [];
  if (inner === undefined) return undefined;
  const pairs = pairsIn(inner, /\s*<parameter=([^>]+)>\n?([^]*?)\n?<\/parameter>\s*/y);
  return pairs && [{ name, arguments: argumentsOf(pairs, schemaOf(name)) }];
}

/** `f <arg_key>k</arg_key><arg_value>v</arg_value>…` */
function readArgumentTags(body: string, schemaOf: SchemaOf): WrittenCall[] | undefined {
  const [, name = '', inner] = /^\s*([^\s<]+)\s*((?:<arg_key>[^]*)?)$/.exec(body) ?? [];
  if (inner === undefined) return undefined;
  const pairs = pairsIn(inner, /\s*<arg_key>([^]*?)<\/arg_key>\s*<arg_value>([^]*?)<\/arg_value>\s*/y);
  return pairs && [{ name, arguments: argumentsOf(pairs, schemaOf(name)) }];
}

/** The pairs of a text that holds nothing else. `pattern` is sticky. */
function pairsIn(text: string, pattern: RegExp): [string, string][] | undefined {
  const matches = matchesIn(text, pattern);
  return matches?.map(([, key = '', value = '']) => [key, value]);
}

/** All matches of a sticky pattern, one after the other to the end; `undefined` when something else stands between them. */
function matchesIn(text: string, pattern: RegExp): RegExpExecArray[] | undefined {
  const found: RegExpExecArray[] = [];
  for (let end = 0; end < text.length; ) {
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) return text.slice(end).trim() === '' ? found : undefined;
    found.push(match);
    end += match[0].length;
  }
  return found;
}

const NAMED_ARGS = /^\s*([\w.-]+)(?:\[CALL_ID\]([\w-]+))?\[ARGS\]([^]*)$/;

/** `[{"name", "arguments"}, …]`, or since Mistral's eleventh tokenizer `f[ARGS]{…}`. */
const mistral: Format = {
  start: '[TOOL_CALLS]',
  read(body) {
    const [, name, id, args = ''] = NAMED_ARGS.exec(body) ?? [];
    return name ? [{ name, arguments: args, ...(id ? { id } : {}) }] : readJSONCalls(body);
  },
};

const llama: Format = { start: '<|python_tag|>', separated: true, read: (body) => readJSONCalls(body) };

/** V3 puts the JSON into a block of code behind the word `function`, V3.1 right behind the name. */
const deepseek: Format = {
  start: '<｜tool▁calls▁begin｜>',
  end: '<｜tool▁calls▁end｜>',
  read(body) {
    const pattern = /\s*<｜tool▁call▁begin｜>(?:function<｜tool▁sep｜>([^\n]+)\n```json\n([^]*?)\n```|([^<]+)<｜tool▁sep｜>([^]*?))\s?<｜tool▁call▁end｜>\s*/y;
    return matchesIn(body, pattern)?.map(([, oldName, oldArgs, name, args]) => ({ name: (oldName ?? name ?? '').trim(), arguments: oldArgs ?? args ?? '' }));
  },
};

/** DeepSeek V3.2: `string` says whether a value is text or JSON. */
const dsml: Format = {
  start: '<｜DSML｜function_calls>',
  end: '</｜DSML｜function_calls>',
  read(body) {
    const invokes = matchesIn(body, /\s*<｜DSML｜invoke name="([^"]*)">([^]*?)<\/｜DSML｜invoke>\s*/y);
    const calls = invokes?.map(([, name = '', inner = '']) => {
      const parameters = matchesIn(inner, /\s*<｜DSML｜parameter name="([^"]*)" string="(true|false)">([^]*?)<\/｜DSML｜parameter>\s*/y);
      const members = parameters?.map(([, key, isString, value = '']) => `${JSON.stringify(key)}:${isString === 'true' ? JSON.stringify(value) : value}`);
      return members && { name, arguments: `{${members.join(',')}}` };
    });
    return calls?.every((call) => call !== undefined) ? calls : undefined;
  },
};

/** Ids are `functions.<name>:<index>`, and must be the same when they go back. */
const kimi: Format = {
  start: '<|tool_calls_section_begin|>',
  end: '<|tool_calls_section_end|>',
  read(body) {
    const pattern = /\s*<\|tool_call_begin\|>\s*((?:functions\.)?([^:\s]+):\d+)\s*<\|tool_call_argument_begin\|>([^]*?)<\|tool_call_end\|>\s*/y;
    return matchesIn(body, pattern)?.map(([, id = '', name = '', args = '']) => ({ id, name, arguments: args.trim() }));
  },
};

/** All that are told apart by how they begin. */
export const FORMATS: readonly Format[] = [toolCall, mistral, llama, deepseek, dsml, kimi];

/** A whole answer that is one call, or a list of them, and nothing else. */
export const BARE_JSON: Format = { start: '', read: (body) => readJSONCalls(body) };
