import type { CallOptions, FunctionTool, JSONObject, Tool, ToolChoice } from '@sdk/core';
import { join, optionalBoolean, optionalString, present, readArray, readName, readObject, readWord, refuse, refuseValue } from './field.ts';

/** What a request says of tools. */
export interface ReadTools extends Pick<CallOptions, 'tools' | 'toolChoice' | 'parallelToolCalls'> {
  /** The request used `functions`. */
  legacyFunctions: boolean;
}

/**
 * Reads `tools`, `tool_choice` and `parallel_tool_calls`, or the older `functions` and `function_call`.
 *
 * A tool that is no function (`{ type: 'web_search', … }`) is the vendor's own and is passed on as it is, but for custom
 * ones: the text that they are called with has no place in an answer here. `allowed_tools` leaves only those tools.
 *
 * @throws RequestFieldError
 */
export function readTools(request: JSONObject): ReadTools {
  const functions = present(request, 'functions');
  const declared = present(request, 'tools');
  if (functions !== undefined) {
    if (declared !== undefined) refuseValue('functions', 'cannot stand beside `tools`.');
    return readFunctions(functions, present(request, 'function_call'));
  }
  const read: ReadTools = { legacyFunctions: false };
  if (declared !== undefined) {
    if (!Array.isArray(declared)) refuse(declared, 'tools', 'an array of tools');
    if (declared.length > 0) read.tools = declared.map((tool, at) => readTool(tool, `tools[${at}]`));
  }
  const parallel = optionalBoolean(request, 'parallel_tool_calls');
  if (parallel !== undefined) read.parallelToolCalls = parallel;
  const choice = present(request, 'tool_choice');
  if (choice !== undefined) chooseTool(read, choice);
  return read;
}

function readTool(value: unknown, path: string): Tool {
  const tool = readObject(value, path);
  const { type, ...args } = tool;
  if (type === 'function') return readFunction(tool['function'], `${path}.function`);
  const name = readName(type, `${path}.type`);
  if (name === 'custom') refuseValue(`${path}.type`, 'custom tools cannot be offered here, only functions.', 'unsupported_value');
  return { type: 'provider', name, args };
}

function readFunction(value: unknown, path: string): FunctionTool {
  const wire = readObject(value, path);
  const parameters = present(wire, 'parameters');
  const tool: FunctionTool = {
    name: readName(wire['name'], `${path}.name`),
    // A function without parameters takes none.
    parameters: parameters === undefined ? { type: 'object', properties: {} } : readObject(parameters, `${path}.parameters`),
  };
  const description = optionalString(wire, 'description', path);
  const strict = optionalBoolean(wire, 'strict', path);
  if (description !== undefined) tool.description = description;
  if (strict !== undefined) tool.strict = strict;
  return tool;
}

function readFunctions(functions: unknown, choice: unknown): ReadTools {
  const tools = readArray(functions, 'functions', 'functions').map((wire, at) => readFunction(wire, `functions[${at}]`));
  const read: ReadTools = { tools, parallelToolCalls: false, legacyFunctions: true };
  if (choice === undefined) return read;
  if (typeof choice === 'string') read.toolChoice = readWord(choice, 'function_call', ['none', 'auto']);
  else read.toolChoice = { toolName: knownName(read, readObject(choice, 'function_call')['name'], 'function_call.name') };
  return read;
}

const CHOICES = ['none', 'auto', 'required'] as const satisfies ToolChoice[];

function chooseTool(read: ReadTools, value: unknown): void {
  const path = 'tool_choice';
  if (typeof value === 'string') {
    const choice = readWord(value, path, CHOICES);
    if (choice === 'required' && !read.tools) refuseValue(path, 'there are no `tools` to call.');
    read.toolChoice = choice;
    return;
  }
  const choice = readObject(value, path);
  const type = readWord(choice['type'], `${path}.type`, ['function', 'allowed_tools', 'custom']);
  const inner = readObject(choice[type], join(path, type));
  if (type === 'custom') refuseValue(`${path}.type`, 'a custom tool cannot be forced here.', 'unsupported_value');
  if (type === 'allowed_tools') return allowTools(read, inner, join(path, type));
  read.toolChoice = { toolName: knownName(read, inner['name'], `${path}.function.name`) };
}

function allowTools(read: ReadTools, allowed: JSONObject, path: string): void {
  read.toolChoice = readWord(allowed['mode'], `${path}.mode`, ['auto', 'required']);
  const known: KnownTools = { functions: new Map(), ofVendor: new Map() };
  for (const tool of read.tools ?? []) {
    const byName = tool.type === 'provider' ? known.ofVendor : known.functions;
    if (!byName.has(tool.name)) byName.set(tool.name, tool);
  }
  const kept = new Set(readArray(allowed['tools'], `${path}.tools`, 'tools').map((entry, at) => findTool(known, entry, `${path}.tools[${at}]`)));
  read.tools = read.tools?.filter((tool) => kept.has(tool));
}

/** The tools of a request by their names. */
interface KnownTools {
  functions: Map<string, Tool>;
  ofVendor: Map<string, Tool>;
}

function findTool({ functions, ofVendor }: KnownTools, value: unknown, path: string): Tool {
  const wire = readObject(value, path);
  const type = readName(wire['type'], `${path}.type`);
  if (type !== 'function') return ofVendor.get(type) ?? refuseValue(path, 'is not among `tools`.');
  const where = `${path}.function.name`;
  return functions.get(readName(readObject(wire['function'], `${path}.function`)['name'], where)) ?? refuseValue(where, UNKNOWN);
}

const UNKNOWN = 'no function of this name is offered.';

function knownName({ tools = [] }: ReadTools, value: unknown, path: string): string {
  const name = readName(value, path);
  return tools.some((tool) => tool.type !== 'provider' && tool.name === name) ? name : refuseValue(path, UNKNOWN);
}
