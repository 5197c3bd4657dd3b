import { HELP, readArguments, type Arguments } from './arguments.ts';
import { chooseModel } from './choose-model.ts';
import { cityTime } from './city-time.ts';
import { converse } from './converse.ts';
import { explainFailure } from './explain-failure.ts';
import { createPrinter, formatEnding, formatMs, formatTokens } from './print.ts';

/** As shells have it for a program that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort('Ctrl-C'));
// The reader of our output may have had enough (`| head -1`).
process.stdout.on('error', (error) => stop.abort(error));

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  try {
    const given = readArguments(argv);
    if (given.help) console.log(HELP);
    else await run(given, stop.signal);
    return 0;
  } catch (error) {
    const reason: unknown = stop.signal.reason;
    if (reason === 'Ctrl-C') {
      console.error('Stopped.');
      return INTERRUPTED;
    }
    if (isClosedPipe(reason)) return 0;
    console.error(explainFailure(reason ?? error, argv.includes('--debug')));
    return 1;
  }
}

async function run({ prompt, model: name, reasoning }: Arguments, signal: AbortSignal): Promise<void> {
  const { model, notice, close } = await chooseModel(name, signal);
  const printer = createPrinter(process.stdout);
  try {
    if (notice) printer.notice(notice);
    const { result, usage, firstTokenMs, totalMs } = await converse(
      model,
      {
        messages: [{ role: 'user', content: prompt }],
        tools: model.capabilities.tools === false ? [] : [cityTime],
        signal,
        ...(reasoning === undefined ? {} : { reasoning }),
      },
      {
        onPart: (part) => printer.part(part),
        onToolResult({ toolName, arguments: args }, { result: value, isError }) {
          const outcome = isError ? 'failed' : 'gave';
          printer.note(`Tool call: ${toolName}(${JSON.stringify(args)}) ${outcome} ${JSON.stringify(value)}`);
        },
      },
    );
    const ending = formatEnding(result.finishReason);
    if (ending) printer.note(ending);
    printer.table({
      provider: model.provider,
      model: result.response.modelId ?? model.modelId,
      tokens: formatTokens(usage),
      time: `${formatMs(firstTokenMs)} to the first token, ${formatMs(totalMs)} in all`,
    });
    printer.note('More to try, in a page: npm run playground');
  } finally {
    printer.endLine();
    await close?.();
  }
}

function isClosedPipe(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'EPIPE';
}
