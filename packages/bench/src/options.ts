import { parseArgs } from 'node:util';
import { CONTENDERS, type ContenderName } from './contenders/names.ts';
import { measures, type Measure } from './measures/all.ts';

/** What the command line asks for. */
export interface Options {
  measures: Measure[];
  contenders: ContenderName[];
  /** The same for every measure; `undefined`: as many as each wants. */
  rounds: number | undefined;
  /** How often things are done within a round: 1, or less with `--quick`. */
  scale: number;
  profile: boolean;
}

export const USAGE = `npm run bench -- [options]
  --only NAME      measures whose name begins so; may be repeated: ${measures.map(({ name }) => name).join(', ')}
  --against NAME   contenders beside ours; may be repeated: ${CONTENDERS.filter((name) => name !== 'sdk').join(', ')}
  --rounds N       rounds of every measure
  --quick          a look in under two minutes: fewer rounds, shorter
  --profile        writes CPU profiles to results/profiles and says where the time goes (slows everything down)
`;

/** Reads the command line. @throws Error that says what is wrong with it. */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      against: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const { only, against, quick, profile } = values;
  const chosen = measures.filter(({ name }) => !only || only.some((prefix) => name.startsWith(prefix)));
  if (chosen.length === 0) throw new Error(`No measure is called ${only?.join(' or ')}.`);
  const unknown = against?.find((name) => !CONTENDERS.includes(name as ContenderName));
  if (unknown) throw new Error(`No contender is called ${unknown}.`);
  const rounds = values.rounds === undefined ? (quick ? 3 : undefined) : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds must be a whole number above 0.');
  return {
    measures: chosen,
    contenders: CONTENDERS.filter((name) => name === 'sdk' || !against || against.includes(name)),
    rounds,
    scale: quick ? 0.4 : 1,
    profile,
  };
}
