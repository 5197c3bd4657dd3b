import type { FunctionParam } from './client.ts';
import { search, visit } from './web.ts';

/** What the model may call. */
export const TOOLS: { type: 'function'; function: FunctionParam }[] = [
  {
    type: 'function',
    function: {
      name: 'search',
      description: 'Searches the web. Gives titles and addresses.',
      parameters: { type: 'object', properties: { query: { type: 'array', items: { type: 'string' }, description: 'One or several queries.' } }, required: ['query'] },
    },
  },
  {
    type: 'function',
    function: {
      name: 'visit',
      description: 'Reads pages. Gives their text.',
      parameters: { type: 'object', properties: { url: { type: 'array', items: { type: 'string' }, description: 'One or several addresses.' } }, required: ['url'] },
    },
  },
];

/** Does what the model asked for, and says what came of it. What fails is told to the model, who can try again. */
export function runTool(name: string, argumentText: string): string {
  try {
    const args = JSON.parse(argumentText) as Record<string, unknown>;
    if (name === 'search') return JSON.stringify(listOf(args['query']).flatMap(search));
    if (name === 'visit') return listOf(args['url']).map(visit).join('\n\n');
    return `There is no tool ${name}.`;
  } catch (error) {
    return `It failed: ${(error as Error).message}`;
  }
}

/** Models write a single value where a list of one is due. */
function listOf(value: unknown): string[] {
  return [value].flat().filter((each) => typeof each === 'string');
}
