import { awaited } from './conversation.ts';
import type { State } from './state.ts';

/** Why nothing can be asked now. */
export interface Obstacle {
  /** A sentence, with what to do. */
  text: string;
  /** Whether it is in the settings, where it can be shown. */
  isInSettings: boolean;
}

/** What stands in the way of asking again, and of results: they would be sent with other settings than those that are seen. */
export function obstacleOf({ panes, list, listFailure }: State, mistakes: Record<string, string>): Obstacle | undefined {
  if (!list) return elsewhere(listFailure ? 'The models could not be listed.' : 'The models are being listed …');
  if (panes.some(({ model }) => !/^[^/]+(\/.+)?$/.test(model))) return elsewhere('Choose a model first.');
  const count = Object.keys(mistakes).length;
  return count === 0 ? undefined : { text: `Correct the ${count === 1 ? 'mistake' : `${count} mistakes`} in the settings first.`, isInSettings: true };
}

/** What stands in the way of a question: a call that waits for its result comes before it, too. */
export function obstacleToQuestions(state: State, mistakes: Record<string, string>): Obstacle | undefined {
  if (state.list && state.panes.some(({ turns }) => awaited(turns) === 'results')) return elsewhere('Answer the tool calls above first.');
  return obstacleOf(state, mistakes);
}

const elsewhere = (text: string): Obstacle => ({ text, isInSettings: false });
