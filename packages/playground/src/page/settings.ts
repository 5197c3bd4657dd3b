import type { CallOptions, FunctionTool, JSONObject, Reasoning, ToolChoice } from '@sdk/core';

/** A tool as it is being written. */
export interface ToolDraft {
  id: number;
  name: string;
  description: string;
  /** JSON Schema, as text. */
  parameters: string;
  strict: boolean;
}

/** The names of the settings that are numbers, as those of `CallOptions`. */
export const NUMBERS = ['temperature', 'topP', 'maxTokens', 'topK', 'presencePenalty', 'frequencyPenalty', 'repetitionPenalty', 'seed'] as const;
export type NumberName = (typeof NUMBERS)[number];

/** What of it must be a whole number, and the least and most of each. */
export const LIMITS: Record<NumberName, { least?: number; most?: number; whole?: boolean; step?: number }> = {
  temperature: { least: 0, step: 0.1 },
  topP: { least: 0, most: 1, step: 0.05 },
  maxTokens: { least: 1, whole: true },
  topK: { least: 0, whole: true },
  presencePenalty: { step: 0.1 },
  frequencyPenalty: { step: 0.1 },
  repetitionPenalty: { step: 0.1 },
  seed: { whole: true },
};

/** The settings as they stand in the fields. An empty one is not sent. */
export interface Settings extends Record<NumberName, string> {
  system: string;
  /** One per line. */
  stopSequences: string;
  /** An effort, or `'budget'` for {@link Settings.reasoningBudget}. */
  reasoning: string;
  reasoningBudget: string;
  tools: ToolDraft[];
  /** `''`, `'auto'`, `'none'`, `'required'`, or `'tool:'` and a tool's id, which a new name leaves as it is. */
  toolChoice: string;
  format: 'text' | 'json' | 'schema';
  schema: string;
}

export const EXAMPLE_PARAMETERS = JSON.stringify(
  { type: 'object', properties: { city: { type: 'string', description: 'A city, e.g. "Lima".' } }, required: ['city'], additionalProperties: false },
  null,
  2,
);

const EXAMPLE_SCHEMA = JSON.stringify(
  { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'], additionalProperties: false },
  null,
  2,
);

export function defaultSettings(): Settings {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, ''])) as Record<NumberName, string>;
  return { ...numbers, system: '', stopSequences: '', reasoning: '', reasoningBudget: '', tools: [], toolChoice: '', format: 'text', schema: EXAMPLE_SCHEMA };
}

/** An id that no tool has. */
export function nextToolId(tools: readonly ToolDraft[]): number {
  return Math.max(0, ...tools.map(({ id }) => id)) + 1;
}

/** The settings of a call, or what is wrong with them, by field: `temperature`, `schema`, `tool-3-parameters`. */
export interface ReadSettings {
  options: Omit<CallOptions, 'messages'>;
  mistakes: Record<string, string>;
}

/** Reads the fields. What has a mistake is not in `options`. */
export function readSettings(settings: Settings): ReadSettings {
  const mistakes: Record<string, string> = {};
  const options: ReadSettings['options'] = {};
  for (const name of NUMBERS) {
    const value = readNumber(settings[name], LIMITS[name]);
    if (typeof value === 'string') mistakes[name] = value;
    else if (value !== undefined) options[name] = value;
  }
  const stopSequences = settings.stopSequences.split('\n').filter((line) => line !== '');
  if (stopSequences.length > 0) options.stopSequences = stopSequences;
  readReasoning(settings, options, mistakes);
  readTools(settings, options, mistakes);
  readFormat(settings, options, mistakes);
  return { options, mistakes };
}

function readNumber(text: string, { least, most, whole }: (typeof LIMITS)[NumberName]): number | string | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return 'Not a number.';
  if (whole && !Number.isInteger(value)) return 'A whole number is needed.';
  if (least !== undefined && value < least) return `At least ${least}.`;
  return most !== undefined && value > most ? `At most ${most}.` : value;
}

function readReasoning({ reasoning, reasoningBudget }: Settings, options: ReadSettings['options'], mistakes: ReadSettings['mistakes']): void {
  if (reasoning === '') return;
  if (reasoning !== 'budget') {
    options.reasoning = reasoning as Reasoning;
    return;
  }
  const budgetTokens = readNumber(reasoningBudget, { least: 1, whole: true }) ?? 'How many tokens?';
  if (typeof budgetTokens === 'string') mistakes['reasoningBudget'] = budgetTokens;
  else options.reasoning = { budgetTokens };
}

function readTools({ tools, toolChoice }: Settings, options: ReadSettings['options'], mistakes: ReadSettings['mistakes']): void {
  if (tools.length === 0) return;
  const names = new Set<string>();
  options.tools = tools.map(({ id, name, description, parameters, strict }): FunctionTool => {
    const wrong = nameMistake(name, names);
    if (wrong) mistakes[`tool-${id}-name`] = wrong;
    names.add(name);
    const schema = readObject(parameters);
    if (typeof schema === 'string') mistakes[`tool-${id}-parameters`] = schema;
    return { name, ...(description !== '' && { description }), parameters: typeof schema === 'string' ? {} : schema, ...(strict && { strict }) };
  });
  const chosen = toolChoice.startsWith('tool:') ? tools.find(({ id }) => toolChoice === `tool:${id}`) : undefined;
  if (toolChoice.startsWith('tool:') && !chosen) mistakes['toolChoice'] = 'This tool is no longer there.';
  else if (toolChoice !== '') options.toolChoice = chosen ? { toolName: chosen.name } : (toolChoice as ToolChoice);
}

function nameMistake(name: string, taken: ReadonlySet<string>): string | undefined {
  if (!/^[\w-]{1,64}$/.test(name)) return 'Letters, digits, _ and -, at most 64.';
  return taken.has(name) ? 'Another tool has this name.' : undefined;
}

function readFormat({ format, schema: text }: Settings, options: ReadSettings['options'], mistakes: ReadSettings['mistakes']): void {
  if (format === 'json') options.responseFormat = { type: 'json' };
  if (format !== 'schema') return;
  const schema = readObject(text);
  if (typeof schema === 'string') mistakes['schema'] = schema;
  else options.responseFormat = { type: 'json', schema };
}

/** A JSON object, or what is wrong with the text. */
function readObject(text: string): JSONObject | string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JSONObject) : 'A JSON object is needed.';
  } catch (error) {
    return `Not JSON: ${(error as Error).message}`;
  }
}
