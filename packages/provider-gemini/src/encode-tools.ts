import { toJSONSchema, type CallOptions, type FunctionTool, type JSONObject, type JSONSchema, type ProviderTool, type ResponseFormat } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { generationOf } from './model-id.ts';
import { encodeSchema, type SchemaReport } from './schema.ts';

/** Since when functions and the vendor's own tools go together. */
const MIXES_SINCE = 3;

/** Functions in one declaration, each tool of the vendor's in an entry of its own, and who may or must be called. */
export function encodeTools(options: CallOptions, context: EncodeContext): JSONObject {
  const { tools = [], toolChoice, parallelToolCalls } = options;
  if (tools.length === 0) return {};
  const functions: { tool: FunctionTool; at: number }[] = [];
  const own: ProviderTool[] = [];
  for (const [at, tool] of tools.entries()) {
    if (tool.type === 'provider') own.push(tool);
    else functions.push({ tool, at });
  }
  if (parallelToolCalls === false && toolChoice !== 'none') {
    context.warn({ kind: 'unsupported', option: 'parallelToolCalls', message: `${context.provider} cannot be held to one tool call at a time.` });
  }
  const declarations = functions.map(({ tool, at }) => encodeFunction(tool, `tools[${at}].parameters`, context));
  // Tools of the vendor's own cannot be forbidden otherwise.
  const offered = toolChoice === 'none' ? [] : own;
  const mixed = functions.length > 0 && offered.length > 0;
  if (mixed && generationOf(context.modelId).version < MIXES_SINCE) {
    context.unsupported(`${context.modelId} takes either functions or tools of the vendor's own (${offered[0]?.name}), not both.`);
  }
  const functionCallingConfig = functions.length > 0 ? encodeChoice(options, functions.map(({ tool }) => tool), context) : refuseChoice(options, context);
  const toolConfig: JSONObject = {
    ...(functionCallingConfig ? { functionCallingConfig } : {}),
    ...(mixed ? { includeServerSideToolInvocations: true } : {}),
  };
  const encoded = [
    ...(declarations.length > 0 ? [{ functionDeclarations: declarations }] : []),
    ...offered.map(({ name, args }) => ({ [name]: args })),
  ];
  return { ...(encoded.length > 0 ? { tools: encoded } : {}), ...(Object.keys(toolConfig).length > 0 ? { toolConfig } : {}) };
}

function encodeChoice({ toolChoice }: CallOptions, functions: readonly FunctionTool[], context: EncodeContext): JSONObject | undefined {
  if (toolChoice === 'none') return { mode: 'NONE' };
  if (toolChoice === 'required') return { mode: 'ANY' };
  if (typeof toolChoice === 'object') {
    const { toolName } = toolChoice;
    if (!functions.some(({ name }) => name === toolName)) cannotForce(toolName, context);
    return { mode: 'ANY', allowedFunctionNames: [toolName] };
  }
  if (functions.some(({ strict }) => strict)) return { mode: 'VALIDATED' };
  return toolChoice === 'auto' ? { mode: 'AUTO' } : undefined;
}

/** The vendor decides itself when its own tools run. */
function refuseChoice({ toolChoice, tools }: CallOptions, context: EncodeContext): undefined {
  if (toolChoice === 'required') cannotForce(tools?.[0]?.name ?? '', context);
  if (typeof toolChoice === 'object') cannotForce(toolChoice.toolName, context);
}

function cannotForce(name: string, context: EncodeContext): never {
  return context.unsupported(`the vendor's own tool ${JSON.stringify(name)} cannot be forced; only functions can.`);
}

function encodeFunction({ name, description, parameters }: FunctionTool, path: string, context: EncodeContext): JSONObject {
  const schema = encodeAndWarn(toJSONSchema(parameters), path, 'tools', context);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    // An object without properties is refused by some models.
    ...(isEmptyObject(schema) ? {} : { parametersJsonSchema: schema }),
  };
}

function isEmptyObject({ type, properties, additionalProperties, anyOf, $ref }: JSONObject): boolean {
  const isOpen = typeof additionalProperties === 'object' || additionalProperties === true;
  return (type === 'object' || type === undefined) && Object.keys(properties ?? {}).length === 0 && !isOpen && !anyOf && !$ref;
}

/** JSON of a schema, or of any. */
export function encodeFormat(format: ResponseFormat | undefined, context: EncodeContext): JSONObject {
  if (format?.type !== 'json') return {};
  const { schema } = format;
  return {
    responseMimeType: 'application/json',
    ...(schema ? { responseJsonSchema: encodeAndWarn(toJSONSchema(schema), 'responseFormat.schema', 'responseFormat', context) } : {}),
  };
}

/** How many keywords one warning names: the path of each is as long as it stands deep. */
const MOST_NAMED = 20;

function encodeAndWarn(schema: JSONSchema, path: string, option: string, context: EncodeContext): JSONObject {
  const unenforced: string[] = [];
  const report: SchemaReport = {
    refuse: (where, why) => context.unsupported(`${where} ${why}; ${context.provider} cannot be told it.`),
    unenforced: (where) => void unenforced.push(where),
  };
  const encoded = encodeSchema(schema, path, report);
  if (unenforced.length > 0) {
    const more = unenforced.length > MOST_NAMED ? ` and ${unenforced.length - MOST_NAMED} more` : '';
    context.warn({ kind: 'adjusted', option, message: `${context.provider} does not hold the model to ${unenforced.slice(0, MOST_NAMED).join(', ')}${more}.` });
  }
  return encoded;
}
