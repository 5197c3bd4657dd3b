import { isJSONObject, type CallOptions, type JSONObject, type Message, type ResponseFormat, type Tool, type ToolChoice } from '@sdk/core';
import { reasoningOf } from '../own-thinking.ts';
import { otherFields, WIRE } from '../wire.ts';
import { listAt, objectAt, optionalBoolean, optionalNumber, optionalString, refuse, stringAt } from './check.ts';
import { readMessages, readSystem } from './read-messages.ts';

/** A Messages request, read. */
export interface MessagesRequest {
  /** The model that is asked for. */
  modelId: string;
  /** Whether the answer is to be streamed. */
  stream: boolean;
  options: CallOptions;
  /** Fields that {@link CallOptions} has no place for, e.g. `service_tier`. What becomes of them is the host's decision. */
  rest: JSONObject;
}

const READ = [
  'model',
  'stream',
  'max_tokens',
  'system',
  'messages',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'metadata',
  'cache_control',
];

/**
 * Reads the body of a request to `/v1/messages`.
 *
 * What the contract has no place for within a message, or of thinking, stays in `providerData.anthropic` and goes back unchanged when the
 * call is made to this API again.
 *
 * @throws InvalidRequestError that begins with the path of what is wrong, e.g. `messages[0].content[1].text must be a string.`
 */
export function readRequest(body: unknown): MessagesRequest {
  const request = objectAt(body, 'The body');
  const options: CallOptions = { messages: [...readSystem(request['system']), ...readMessages(request['messages'])] };
  const set = <Name extends keyof CallOptions>(name: Name, value: CallOptions[Name] | undefined) => {
    if (value !== undefined) options[name] = value;
  };
  const maxTokens = optionalNumber(request['max_tokens'], 'max_tokens');
  if (maxTokens === undefined || !Number.isInteger(maxTokens) || maxTokens < 0) refuse('max_tokens', 'must be a whole number');
  options.maxTokens = maxTokens;
  set('temperature', optionalNumber(request['temperature'], 'temperature'));
  set('topP', optionalNumber(request['top_p'], 'top_p'));
  set('topK', optionalNumber(request['top_k'], 'top_k'));
  set('stopSequences', readStrings(request['stop_sequences'], 'stop_sequences'));
  set('tools', readTools(request['tools']));
  readToolChoice(request['tool_choice'], options);
  readThinking(request, options);
  set('responseFormat', readFormat(request));
  set('userId', readUserId(request['metadata']));
  markEnd(request['cache_control'], options.messages);
  return {
    modelId: stringAt(request['model'], 'model') || refuse('model', 'must not be empty'),
    stream: optionalBoolean(request['stream'], 'stream') ?? false,
    options,
    rest: otherFields(request, READ) ?? {},
  };
}

function readStrings(value: unknown, path: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return listAt(value, path).map((entry, at) => stringAt(entry, `${path}[${at}]`));
}

function readTools(value: unknown): Tool[] | undefined {
  if (value === undefined || value === null) return undefined;
  return listAt(value, 'tools').map((entry, at) => readTool(objectAt(entry, `tools[${at}]`), `tools[${at}]`));
}

function readTool(tool: JSONObject, path: string): Tool {
  const { cache_control: mark, ...fields } = tool;
  const ttl = isJSONObject(mark) ? optionalString(mark['ttl'], `${path}.cache_control.ttl`) : undefined;
  const cache = isJSONObject(mark) ? { cache: ttl === undefined ? {} : { ttl } } : {};
  const type = optionalString(tool['type'], `${path}.type`);
  if (type !== undefined && type !== 'custom') {
    const { name, ...args } = fields;
    const { type: _type, ...nameless } = args;
    // Sets of tools have no name.
    return name === undefined ? { type: 'provider', name: type, args: nameless, ...cache } : { type: 'provider', name: stringAt(name, `${path}.name`), args, ...cache };
  }
  const description = optionalString(tool['description'], `${path}.description`);
  const strict = optionalBoolean(tool['strict'], `${path}.strict`);
  const own = otherFields(fields, ['type', 'name', 'description', 'input_schema', 'strict']);
  return {
    name: stringAt(tool['name'], `${path}.name`) || refuse(`${path}.name`, 'must not be empty'),
    ...(description === undefined ? {} : { description }),
    parameters: objectAt(tool['input_schema'], `${path}.input_schema`),
    ...(strict === undefined ? {} : { strict }),
    ...cache,
    ...(own ? { providerData: { [WIRE]: own } } : {}),
  };
}

const CHOICES: Partial<Record<string, ToolChoice>> = { auto: 'auto', any: 'required', none: 'none' };

function readToolChoice(value: unknown, options: CallOptions): void {
  if (value === undefined || value === null) return;
  const choice = objectAt(value, 'tool_choice');
  const type = stringAt(choice['type'], 'tool_choice.type');
  if (type === 'tool') options.toolChoice = { toolName: stringAt(choice['name'], 'tool_choice.name') };
  else options.toolChoice = CHOICES[type] ?? refuse('tool_choice.type', 'must be "auto", "any", "tool" or "none"');
  if (optionalBoolean(choice['disable_parallel_tool_use'], 'tool_choice.disable_parallel_tool_use')) options.parallelToolCalls = false;
}

/** How much to think: as other vendors can be told it, and in the words of this API, which it is told again. */
function readThinking({ thinking, output_config: config }: JSONObject, options: CallOptions): void {
  const asked = thinking === undefined || thinking === null ? undefined : objectAt(thinking, 'thinking');
  if (asked && stringAt(asked['type'], 'thinking.type') === 'enabled' && optionalNumber(asked['budget_tokens'], 'thinking.budget_tokens') === undefined) {
    refuse('thinking.budget_tokens', 'must be a number');
  }
  const others = isJSONObject(config) ? otherFields(config, ['format']) : undefined;
  const reasoning = reasoningOf(asked, optionalString(others?.['effort'], 'output_config.effort'));
  if (reasoning !== undefined) options.reasoning = reasoning;
  if (asked || others) options.providerData = { [WIRE]: { ...(asked ? { thinking: asked } : {}), ...(others ? { output_config: others } : {}) } };
}

/** The mark of the whole request is one at its end, wherever that is. */
function markEnd(mark: unknown, messages: readonly Message[]): void {
  const last = messages.at(-1);
  if (mark === undefined || mark === null || !last || last.cache) return;
  const ttl = optionalString(objectAt(mark, 'cache_control')['ttl'], 'cache_control.ttl');
  last.cache = ttl === undefined ? {} : { ttl };
}

/** The older `output_format` means the same as `output_config.format`. */
function readFormat({ output_config: config, output_format: older }: JSONObject): ResponseFormat | undefined {
  const inConfig = config === undefined || config === null ? undefined : objectAt(config, 'output_config')['format'];
  const [format, path] = inConfig === undefined || inConfig === null ? [older, 'output_format'] : [inConfig, 'output_config.format'];
  if (format === undefined || format === null) return undefined;
  const { type, schema } = objectAt(format, path);
  if (type !== 'json_schema') return refuse(`${path}.type`, 'must be "json_schema"');
  return { type: 'json', schema: objectAt(schema, `${path}.schema`) };
}

function readUserId(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  return optionalString(objectAt(metadata, 'metadata')['user_id'], 'metadata.user_id');
}
