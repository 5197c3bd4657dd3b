import { abort } from './laws/abort.ts';
import { anySplit } from './laws/any-split.ts';
import { badToolJSON } from './laws/bad-tool-json.ts';
import { bounded } from './laws/bounded.ts';
import { deltasAddUp } from './laws/deltas-add-up.ts';
import { dirtyWire } from './laws/dirty-wire.ts';
import { nothingDropped } from './laws/nothing-dropped.ts';
import { nothingLingers } from './laws/nothing-lingers.ts';
import { oneEnding } from './laws/one-ending.ts';
import { openEnds } from './laws/open-ends.ts';
import { plainData } from './laws/plain-data.ts';
import { quietImport } from './laws/quiet-import.ts';
import { roundTrip } from './laws/round-trip.ts';
import { sameAnswer } from './laws/same-answer.ts';
import { secrets } from './laws/secrets.ts';
import { statusTable } from './laws/status-table.ts';
import { timeouts } from './laws/timeouts.ts';
import type { Law } from './law.ts';

/** The sixteen laws in order, and the table of error statuses. */
export const LAWS: readonly Law[] = [
  oneEnding,
  sameAnswer,
  roundTrip,
  deltasAddUp,
  anySplit,
  dirtyWire,
  abort,
  timeouts,
  secrets,
  nothingDropped,
  badToolJSON,
  bounded,
  quietImport,
  openEnds,
  plainData,
  nothingLingers,
  statusTable,
];
