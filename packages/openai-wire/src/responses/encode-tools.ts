import { toJSONSchema, type CallOptions, type JSONObject, type ProviderTool, type Tool } from '@sdk/core';
import { closeSchema } from '../strict-schema.ts';

/** The tools of a call, and which of them the model may or must use. */
export function encodeTools({ tools, toolChoice, parallelToolCalls }: CallOptions): JSONObject {
  if (!tools?.length) return {};
  return {
    tools: tools.map(encodeTool),
    ...(toolChoice === undefined ? {} : { tool_choice: typeof toolChoice === 'object' ? encodeChoice(tools, toolChoice.toolName) : toolChoice }),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

function encodeTool(tool: Tool): JSONObject {
  if (tool.type === 'provider') return { type: tool.name, ...tool.args };
  const { name, description, parameters, strict = false } = tool;
  const schema = toJSONSchema(parameters);
  // Without a word, the vendor would be strict.
  return { type: 'function', name, description, parameters: strict ? (closeSchema(schema) ?? schema) : schema, strict };
}

function encodeChoice(tools: readonly Tool[], toolName: string): JSONObject {
  const tool = tools.find(({ name }) => name === toolName);
  return tool?.type === 'provider' ? encodeVendorChoice(tool) : { type: 'function', name: toolName };
}

/** Of the vendor's own tools, a custom one is known by its name, an MCP server by its label, and the others by their kind. */
function encodeVendorChoice({ name, args }: ProviderTool): JSONObject {
  const type = args['type'] ?? name;
  if (type === 'custom') return { type, name: args['name'] };
  if (type === 'mcp') return { type, server_label: args['server_label'] };
  return { type };
}
