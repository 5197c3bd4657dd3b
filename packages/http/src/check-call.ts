import type { CallOptions, Capabilities, FilePart, Message } from '@sdk/core';
import type { EncodeContext } from './codec.ts';

const ROLES = new Set(['system', 'user', 'assistant', 'tool']);

const NUMBERS = [
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'repetitionPenalty',
  'seed',
] as const satisfies readonly (keyof CallOptions)[];

/**
 * Refuses what cannot mean anything, and what the model is known not to do; warns of what is left out. Ranges are the
 * vendor's business.
 *
 * @throws InvalidRequestError, UnsupportedFeatureError
 */
export function checkCall(options: CallOptions, capabilities: Capabilities, context: EncodeContext): void {
  const { invalid } = context;
  checkMessages(options.messages, invalid);
  checkTools(options, invalid);
  for (const name of NUMBERS) {
    const value = options[name];
    if (value !== undefined && !Number.isFinite(value)) invalid(`${name} is ${String(value)}; expected a finite number.`);
  }
  checkCapabilities(options, capabilities, context);
}

function checkMessages(messages: Message[], invalid: (message: string) => never): void {
  if (!Array.isArray(messages) || messages.length === 0) invalid('messages is empty; at least one message is needed.');
  messages.forEach((message, index) => {
    const where = `messages[${index}]`;
    if (!ROLES.has(message?.role)) invalid(`${where}.role is ${JSON.stringify(message?.role)}; expected system, user, assistant or tool.`);
    if (typeof message.content === 'string') return;
    if (!Array.isArray(message.content)) invalid(`${where}.content must be a string or an array of parts.`);
    message.content.forEach((part, at) => {
      if (typeof part?.type !== 'string') invalid(`${where}.content[${at}] has no type.`);
      if (part.type === 'file') checkFile(part, `${where}.content[${at}]`, invalid);
    });
  });
}

function checkFile({ data, url, mediaType }: FilePart, where: string, invalid: (message: string) => never): void {
  if ((data === undefined) === (url === undefined)) invalid(`${where} is a file and needs exactly one of data and url.`);
  if (typeof mediaType !== 'string' || !mediaType.includes('/')) invalid(`${where}.mediaType must be a media type such as image/png.`);
  if (data !== undefined && mediaType.endsWith('/*')) invalid(`${where}.mediaType must be exact where data is given, e.g. image/png.`);
}

function checkTools({ tools, toolChoice }: CallOptions, invalid: (message: string) => never): void {
  const names = new Set<string>();
  for (const [index, tool] of (tools ?? []).entries()) {
    if (typeof tool.name !== 'string' || tool.name === '') invalid(`tools[${index}] has no name.`);
    if (names.has(tool.name)) invalid(`tools has two tools named "${tool.name}".`);
    names.add(tool.name);
    if (tool.type !== 'provider' && !isSchemaLike(tool.parameters)) {
      invalid(`tool "${tool.name}" has no schema: parameters must be a JSON Schema object or a Standard Schema.`);
    }
  }
  if (typeof toolChoice === 'object' && !names.has(toolChoice.toolName)) {
    invalid(`toolChoice names "${toolChoice.toolName}", which is not among the tools (${[...names].join(', ') || 'none'}).`);
  }
}

function isSchemaLike(schema: unknown): boolean {
  return typeof schema === 'function' || (typeof schema === 'object' && schema !== null && !Array.isArray(schema));
}

function checkCapabilities(options: CallOptions, can: Capabilities, context: EncodeContext): void {
  const unsupported = (what: string) => context.unsupported(`this model ${what}.`);
  const { tools, toolChoice, responseFormat, messages } = options;
  if (can.chat === false) unsupported('does not answer messages');
  if (context.stream && can.streaming === false) unsupported('does not stream; use generate()');
  if (tools?.length && can.tools === false) unsupported('takes no tools');
  if (toolChoice && toolChoice !== 'auto' && toolChoice !== 'none' && can.toolChoice === false) unsupported('cannot be made to call a tool');
  if (responseFormat?.type === 'json') {
    if (can.json === false) unsupported('cannot be held to JSON');
    if (responseFormat.schema && can.jsonSchema === false) unsupported('cannot be held to a JSON schema');
  }
  if (can.prefill === false && messages.at(-1)?.role === 'assistant') {
    unsupported("does not continue an assistant's message; the last message must be from the user or a tool");
  }
  for (const part of filesIn(messages)) {
    const need = part.mediaType.startsWith('image/') ? 'vision' : part.mediaType.startsWith('audio/') ? 'audio' : 'files';
    if (can[need] === false) unsupported(`takes no ${need === 'vision' ? 'images' : need} (${part.mediaType})`);
  }
  if (options.reasoning !== undefined && options.reasoning !== 'none' && can.reasoning === false) {
    context.warn({ kind: 'unsupported', option: 'reasoning', message: 'This model does not reason; the option is left out.' });
  }
}

/** All files in a conversation, also those inside tool results. */
export function filesIn(messages: readonly Message[]): FilePart[] {
  const files: FilePart[] = [];
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const part of content) {
      if (part.type === 'file') files.push(part);
      else if (part.type === 'tool-result') for (const inner of part.content ?? []) if (inner.type === 'file') files.push(inner);
    }
  }
  return files;
}
