import { parseArgs } from 'node:util';
import type { Reasoning } from '@sdk/core';

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export const HELP = `Usage: npm start
       npm start -- "your prompt" [options]

Asks a model, prints the answer as it comes, and lets the model look up the time in a city.

  --model <provider/id>  e.g. openai/gpt-5 or ollama/qwen3:8b. Without it: the first provider whose key is in the
                         environment or in .env, else a local Ollama, else a mock inside this program.
  --reasoning <effort>   ${EFFORTS.join(', ')}. A model knows some of them.
  --debug                When something fails, print the whole error with its stack.
  --help                 Print this.`;

const DEFAULT_PROMPT = 'What time is it in Tokyo right now? And what do people there do at this hour?';
/** What the user asked for on the command line. */
export interface Arguments {
  prompt: string;
  /** `provider/id`; `undefined` when the user leaves the choice to us. */
  model: string | undefined;
  reasoning: Reasoning | undefined;
  debug: boolean;
  help: boolean;
}

/** Something on the command line makes no sense. The message says what. */
export class UsageError extends Error {}

/** Reads the command line. @throws UsageError */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const { model, reasoning, debug, help } = values;
  const effort = EFFORTS.find((known) => known === reasoning);
  if (reasoning !== undefined && effort === undefined) {
    throw new UsageError(`--reasoning ${reasoning} is unknown; it is one of ${EFFORTS.join(', ')}.`);
  }
  // Words without quotes around them are one prompt, too.
  const prompt = positionals.join(' ').trim();
  return { prompt: prompt === '' ? DEFAULT_PROMPT : prompt, model, reasoning: effort, debug, help };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        reasoning: { type: 'string' },
        debug: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    // Node's text goes on with advice that `npm start` makes no use of.
    const [firstLine = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`${firstLine}. See \`npm start -- --help\`.`, { cause: error });
  }
}
