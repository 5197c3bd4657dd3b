import { toJSONSchema, type CacheHint, type CallOptions, type JSONObject, type ProviderTool, type Tool } from '@sdk/core';
import { closeSchema } from './close-schema.ts';
import { ownData } from './encode-parts.ts';

/** The tools of a call. Cache hints are noted in `hints`. */
export function encodeTools(tools: readonly Tool[], hints: Map<JSONObject, CacheHint>): JSONObject[] {
  return tools.map((tool) => {
    const wire = tool.type === 'provider' ? encodeProviderTool(tool) : encodeFunction(tool);
    if (tool.cache) hints.set(wire, tool.cache);
    return wire;
  });
}

function encodeFunction(tool: Exclude<Tool, ProviderTool>): JSONObject {
  const { name, description, parameters, strict } = tool;
  const schema = toJSONSchema(parameters);
  return {
    ...ownData(tool),
    name,
    ...(description === undefined ? {} : { description }),
    // The API demands the type, which a schema without properties may lack.
    input_schema: { type: 'object', ...(strict ? closeSchema(schema) : schema) },
    ...(strict === undefined ? {} : { strict }),
  };
}

/**
 * A tool of the vendor's: its versioned type is `args.type` or, where that is missing, the tool's name, from which the
 * name then follows: `web_search_20260318` is called `web_search`.
 */
function encodeProviderTool({ name, args }: ProviderTool): JSONObject {
  if (typeof args['type'] === 'string') return { name, ...args };
  const called = calledName(name);
  return { type: name, ...(called === undefined ? {} : { name: called }), ...args };
}

/** The first version of the text editor that is called as they are since. */
const TEXT_EDITOR_RENAMED = 20_250_429;

/** What a versioned type is called by; `undefined` for sets of tools, which have no name. */
function calledName(type: string): string | undefined {
  const found = /^(.+)_(\d{8})$/.exec(type);
  if (!found || type.includes('toolset')) return undefined;
  const [, name, version] = found;
  if (name === 'text_editor') return Number(version) < TEXT_EDITOR_RENAMED ? 'str_replace_editor' : 'str_replace_based_edit_tool';
  return name;
}

/** Which tool the model may or must call; `undefined` where the vendor's default says the same. */
export function encodeToolChoice({ tools, toolChoice, parallelToolCalls }: CallOptions): JSONObject | undefined {
  if (toolChoice === 'none') return { type: 'none' };
  const one = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {};
  if (toolChoice === 'required') return { type: 'any', ...one };
  if (typeof toolChoice === 'object') return { type: 'tool', name: chosenName(toolChoice.toolName, tools), ...one };
  return toolChoice === 'auto' || parallelToolCalls === false ? { type: 'auto', ...one } : undefined;
}

function chosenName(toolName: string, tools: CallOptions['tools']): string {
  const chosen = tools?.find(({ name }) => name === toolName);
  const isByType = chosen?.type === 'provider' && typeof chosen.args['type'] !== 'string';
  return (isByType ? calledName(toolName) : undefined) ?? toolName;
}
