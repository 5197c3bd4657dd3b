import type { FilePart, TextPart, ToolResultPart } from '@sdk/core';
import type { ChatRequest, ModelList } from '../page-api.ts';
import { addParts, createAnswer, endAnswer, type Answer, type TimedPart } from './answer.ts';
import type { Ending } from './chat-client.ts';
import { awaited, messagesOf, type Turn } from './conversation.ts';
import { KEY_NEEDED, type Failure } from './failure.ts';
import { readSettings, type Settings } from './settings.ts';

/** A model and its conversation. */
export interface Pane {
  /** `provider/model`; `''` while it has not been chosen. */
  model: string;
  turns: Turn[];
}

/** All that the page shows. */
export interface State {
  /** `undefined` until the server has told. */
  list: ModelList | undefined;
  /** Why it has not. */
  listFailure: Failure | undefined;
  /** Whether the key of the playground is asked for: `accepted` where there is none. */
  key: 'accepted' | 'needed' | 'checking' | 'wrong';
  /** One, or two side by side. */
  panes: Pane[];
  /** The second one, while it is not shown. */
  hidden: Pane | undefined;
  settings: Settings;
}

export type Action =
  | { type: 'listing' }
  | { type: 'check-key' }
  | { type: 'listed'; list: ModelList }
  | { type: 'not-listed'; failure: Failure }
  | { type: 'choose'; pane: number; model: string }
  | { type: 'compare'; on: boolean }
  | { type: 'set'; settings: Partial<Settings> }
  | { type: 'ask'; content: (TextPart | FilePart)[]; ids: number[] }
  | { type: 'give-results'; pane: number; content: ToolResultPart[]; id: number }
  | { type: 'ask-again'; pane: number; id: number }
  | { type: 'came'; id: number; parts: TimedPart[] }
  | { type: 'ended'; id: number; ending: Ending }
  | { type: 'clear' };

export function initialState(settings: Settings): State {
  return { list: undefined, listFailure: undefined, key: 'accepted', panes: [{ model: '', turns: [] }], hidden: undefined, settings };
}

/** The state after something has happened. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'listing':
      return { ...state, listFailure: undefined };
    case 'check-key':
      return { ...state, key: 'checking' };
    case 'listed':
      return listed(state, action.list);
    case 'not-listed':
      return notListed(state, action.failure);
    case 'choose':
      return withPane(state, action.pane, (pane) => ({ ...pane, model: action.model }));
    case 'compare':
      return action.on ? withSecond(state) : { ...state, panes: state.panes.slice(0, 1), hidden: state.panes[1] };
    case 'set':
      return { ...state, settings: { ...state.settings, ...action.settings } };
    case 'ask':
      return action.ids.reduce((next, id, at) => withTurn(next, at, { type: 'user', content: action.content }, id), state);
    case 'give-results':
      return withTurn(state, action.pane, { type: 'results', content: action.content }, action.id);
    case 'ask-again':
      return withPane(state, action.pane, (pane) => answered(state.settings, { ...pane, turns: pane.turns.slice(0, -1) }, action.id));
    case 'came':
      return withAnswer(state, action.id, (answer) => addParts(answer, action.parts));
    case 'ended':
      return ended(state, action.id, action.ending);
    case 'clear':
      return { ...state, panes: state.panes.map(emptied), hidden: state.hidden && emptied(state.hidden) };
  }
}

function listed(state: State, list: ModelList): State {
  const panes = state.panes.map((pane) => ({ ...pane, model: pane.model || firstModel(list) }));
  return { ...state, list, listFailure: undefined, key: 'accepted', panes };
}

function notListed(state: State, failure: Failure): State {
  if (failure.code !== KEY_NEEDED) return { ...state, listFailure: failure, key: 'accepted' };
  return { ...state, key: state.key === 'checking' ? 'wrong' : 'needed' };
}

/** A key may cease to be the right one while the page is open. */
function ended(state: State, id: number, { status, endMs, failure }: Ending): State {
  const next = withAnswer(state, id, (answer) => endAnswer(answer, status, endMs, failure));
  return failure?.code === KEY_NEEDED && state.key === 'accepted' ? { ...next, key: 'needed' } : next;
}

function withSecond(state: State): State {
  const second = state.hidden ?? { model: otherModel(state), turns: [] };
  return { ...state, panes: [...state.panes, second].slice(0, 2), hidden: undefined };
}

const emptied = (pane: Pane): Pane => ({ ...pane, turns: [] });

/** What a pane asks next: the settings, and the conversation so far. */
export function requestOf(settings: Settings, { model, turns }: Pane): ChatRequest {
  const { options } = readSettings(settings);
  const system = settings.system.trim() === '' ? [] : [{ role: 'system' as const, content: settings.system }];
  return { model, messages: [...system, ...messagesOf(turns)], ...options };
}

/** The answer with this id; `undefined` once it has been cleared away. */
export function findAnswer({ panes }: State, id: number): Answer | undefined {
  return panes.flatMap(({ turns }) => turns).flatMap((turn) => (turn.type === 'answer' && turn.answer.id === id ? [turn.answer] : []))[0];
}

/** Whether any pane is being answered. */
export function isAnswering({ panes }: State): boolean {
  return panes.some(({ turns }) => awaited(turns) === 'answer');
}

function withPane(state: State, at: number, change: (pane: Pane) => Pane): State {
  return { ...state, panes: state.panes.map((pane, index) => (index === at ? change(pane) : pane)) };
}

function withTurn(state: State, at: number, turn: Turn, id: number): State {
  return withPane(state, at, (pane) => answered(state.settings, { ...pane, turns: [...pane.turns, turn] }, id));
}

function answered(settings: Settings, pane: Pane, id: number): Pane {
  return { ...pane, turns: [...pane.turns, { type: 'answer', answer: createAnswer(id, requestOf(settings, pane)) }] };
}

function withAnswer(state: State, id: number, change: (answer: Answer) => Answer): State {
  if (!findAnswer(state, id)) return state;
  const panes = state.panes.map((pane) => {
    const turns = pane.turns.map((turn) => (turn.type === 'answer' && turn.answer.id === id ? { ...turn, answer: change(turn.answer) } : turn));
    return { ...pane, turns };
  });
  return { ...state, panes };
}

function firstModel({ models, providers }: ModelList): string {
  return models[0]?.name ?? (providers[0] ? `${providers[0].name}/` : '');
}

function otherModel({ list, panes }: State): string {
  return list?.models.find(({ name }) => name !== panes[0]?.model)?.name ?? panes[0]?.model ?? '';
}
