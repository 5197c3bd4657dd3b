import type { FilePart, TextPart, ToolResultPart } from '@sdk/core';
import { useCallback, useEffect, useReducer, useRef } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { isRunning, plainText, type Answer } from './answer.ts';
import { chat, FailureError, fetchModels } from './chat-client.ts';
import { lastAnswer } from './conversation.ts';
import { spokenText } from './spoken-text.ts';
import { initialState, isAnswering, reduce, type State } from './state.ts';
import { keepSettings, readSettingsKept, writeKey } from './storage.ts';

/** So much of an answer is read out when it has ended. In characters. */
const MOST_ANNOUNCED = 400;

let lastId = 0;
const nextId = () => ++lastId;

/** The state of the page, and what the user can do. */
export function usePlayground() {
  const [state, dispatch] = useReducer(reduce, undefined, () => initialState(readSettingsKept()));
  const started = useRef(new Set<number>());
  const running = useRef(new Map<number, AbortController>());

  const loadModels = useCallback(async () => {
    dispatch({ type: 'listing' });
    try {
      dispatch({ type: 'listed', list: await fetchModels() });
    } catch (error) {
      if (error instanceof FailureError) dispatch({ type: 'not-listed', failure: error.failure });
      else throw error;
    }
  }, []);
  useEffect(() => void loadModels(), [loadModels]);
  useEffect(() => keepSettings(state.settings), [state.settings]);

  // What waits has been put into the state by the reducer, with its request; here it is sent.
  useEffect(() => {
    for (const answer of waiting(state)) {
      if (started.current.has(answer.id)) continue;
      started.current.add(answer.id);
      const controller = new AbortController();
      running.current.set(answer.id, controller);
      void chat(answer.request, controller.signal, (parts) => dispatch({ type: 'came', id: answer.id, parts })).then((ending) => {
        running.current.delete(answer.id);
        dispatch({ type: 'ended', id: answer.id, ending });
      });
    }
  }, [state]);
  useAnnouncements(state);

  const stop = useCallback(() => running.current.forEach((controller) => controller.abort()), []);
  return {
    state,
    dispatch,
    loadModels,
    enterKey(key: string) {
      writeKey(key);
      dispatch({ type: 'check-key' });
      return loadModels();
    },
    stop,
    ask: (content: (TextPart | FilePart)[]) => dispatch({ type: 'ask', content, ids: state.panes.map(nextId) }),
    giveResults: (pane: number, content: ToolResultPart[]) => dispatch({ type: 'give-results', pane, content, id: nextId() }),
    askAgain: (pane: number) => dispatch({ type: 'ask-again', pane, id: nextId() }),
    clear() {
      stop();
      dispatch({ type: 'clear' });
    },
  };
}

function waiting({ panes }: State): Answer[] {
  return panes.flatMap(({ turns }) => lastAnswer(turns) ?? []).filter(({ status }) => status === 'waiting');
}

/** Says when answering begins, and what was answered; failures are alerts of their own. */
function useAnnouncements(state: State): void {
  const answering = isAnswering(state);
  const was = useRef(false);
  useEffect(() => {
    if (answering === was.current) return;
    was.current = answering;
    if (answering) return announce('Answering.');
    const answers = state.panes.flatMap(({ turns }) => lastAnswer(turns) ?? []).filter((answer) => !isRunning(answer));
    announce(answers.map(summaryOf).join(' '));
  }, [answering]);
}

function summaryOf(answer: Answer): string {
  const { request, status, finish } = answer;
  if (status === 'failed') return `${request.model} failed.`;
  if (status === 'stopped') return `${request.model} was stopped.`;
  if (finish?.finishReason === 'tool-calls') return `${request.model} calls a tool.`;
  const text = spokenText(plainText(answer));
  return `${request.model} answered: ${text.length > MOST_ANNOUNCED ? `${text.slice(0, MOST_ANNOUNCED)} …` : text}`;
}
