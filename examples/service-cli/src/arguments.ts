import { parseArgs } from 'node:util';

export const HELP = `Usage: npm start -- <command> [options]

Model configurations in a database: SQLite in models.db, or PostgreSQL where DATABASE_URL is set.

  add <id> --provider <name> --model <id>   stores a configuration
  set <id> [settings]                       changes one
  list                                      shows all of them, without their keys
  models <id>                               what models the vendor has
  test <id>                                 one cheap call: does it work, and if not, what is wrong?
  ask <id> "your prompt"                    streams an answer
  remove <id>

Settings of add and set:
  --provider --model --endpoint <url> --temperature --max-tokens --top-p --top-k --max-retries <number>
  --fallback <model>     may be given several times
  --key-env <NAME>       the key stands in this environment variable
  --key-stdin            reads the key from standard input; it is stored encrypted (SDK_ENCRYPTION_KEY, 32 random bytes in base64)
  --no-key               the server needs none

Other options:
  --file <path>          another SQLite file
  --help`;

/** Something on the command line makes no sense. The message says what. */
export class UsageError extends Error {}

const COMMANDS = { add: 1, set: 1, list: 0, models: 1, test: 1, ask: 2, remove: 1 } as const;

/** One of the commands. */
export type Command = keyof typeof COMMANDS;

/** What the user asked for. */
export interface Arguments {
  command: Command;
  /** Empty for `list`. */
  id: string;
  prompt: string;
  /** Settings of the configuration, as far as they were given. */
  settings: Record<string, unknown>;
  readsKey: boolean;
  file: string;
}

const NUMBERS = { temperature: 'temperature', 'max-tokens': 'maxTokens', 'top-p': 'topP', 'top-k': 'topK', 'max-retries': 'maxRetries' } as const;

/** Reads the command line; `undefined` when help was asked for. @throws UsageError */
export function readArguments(argv: string[]): Arguments | undefined {
  const { values, positionals } = parse(argv);
  const [command, id = '', ...words] = positionals;
  if (values.help || (command === undefined && argv.length === 0)) return undefined;
  if (command === undefined || !Object.hasOwn(COMMANDS, command)) {
    throw new UsageError(`There is no command ${JSON.stringify(command ?? '')}; there are ${Object.keys(COMMANDS).join(', ')}.`);
  }
  const needed = COMMANDS[command as Command];
  if (needed > 0 && id === '') throw new UsageError(`${command}: which configuration? Give its id.`);
  const prompt = words.join(' ').trim();
  if (needed === 2 && prompt === '') throw new UsageError(`${command}: what shall be asked?`);
  if (needed < 2 && words.length > 0) throw new UsageError(`${command}: ${JSON.stringify(words[0])} is too much.`);
  return { command: command as Command, id, prompt, settings: settingsOf(values), readsKey: values['key-stdin'], file: values.file };
}

function settingsOf(values: ReturnType<typeof parse>['values']): Record<string, unknown> {
  const { provider, model, endpoint, fallback } = values;
  const settings: Record<string, unknown> = { provider, model, endpoint, fallbackModels: fallback };
  for (const [option, setting] of Object.entries(NUMBERS)) {
    const text = values[option as keyof typeof NUMBERS];
    // What is no number is left for the service to complain of.
    settings[setting] = text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  }
  if (values['key-env'] !== undefined) settings['apiKey'] = { env: values['key-env'] };
  if (values['no-key']) settings['apiKey'] = null;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function parse(argv: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        ...{ provider: text, model: text, endpoint: text, fallback: { ...text, multiple: true }, 'key-env': text, 'key-stdin': flag, 'no-key': flag },
        ...{ temperature: text, 'max-tokens': text, 'top-p': text, 'top-k': text, 'max-retries': text },
        ...{ file: { ...text, default: 'models.db' }, help: { ...flag, short: 'h' } },
      },
    });
  } catch (error) {
    const [firstLine = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(firstLine, { cause: error });
  }
}
