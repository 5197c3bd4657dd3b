import { useEffect, useMemo, useState } from 'preact/hooks';
import { Announcer } from './announcer.tsx';
import type { Answer } from './answer.ts';
import { Composer } from './composer.tsx';
import { awaited } from './conversation.ts';
import { FailureCard } from './failure-card.tsx';
import { KEY_NEEDED } from './failure.ts';
import { focusPrompt } from './focus-prompt.ts';
import { Inspector, type InspectorTab } from './inspector.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { PaneView } from './pane-view.tsx';
import { readSettings } from './settings.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { isAnswering, type State } from './state.ts';
import { writeKey } from './storage.ts';
import { usePlayground } from './use-playground.ts';

/** The whole page. */
export function App() {
  const { state, dispatch, ask, giveResults, askAgain, stop, clear, loadModels } = usePlayground();
  const [inspected, setInspected] = useState<{ answer: Answer; tab: InspectorTab }>();
  const [showsSettings, setShowsSettings] = useState(false);
  const [prompt, setPrompt] = useState('');
  const [keysTried, setKeysTried] = useState(0);
  const { panes, list, listFailure, settings } = state;
  const { mistakes } = useMemo(() => readSettings(settings), [settings]);
  const answering = isAnswering(state);
  const needsKey = listFailure?.code === KEY_NEEDED;
  useStopKey(answering, stop);

  return (
    <div class={`page${showsSettings ? ' with-settings' : ''}`}>
      <a class="skip" href="#prompt">
        Skip to the message
      </a>
      <header class="top">
        <h1>Playground</h1>
        <button type="button" class="toggle-settings" aria-expanded={showsSettings} aria-controls="settings" onClick={() => setShowsSettings(!showsSettings)}>
          Settings
        </button>
        <label class="check switch">
          <input type="checkbox" role="switch" checked={panes.length > 1} disabled={answering} onChange={(event) => dispatch({ type: 'compare', on: event.currentTarget.checked })} />
          Compare two
        </label>
        <button type="button" onClick={() => (clear(), focusPrompt())} disabled={panes.every(({ turns }) => turns.length === 0)}>
          Clear
        </button>
      </header>
      <aside id="settings" aria-label="Settings">
        <SettingsPanel settings={settings} mistakes={mistakes} capabilities={capabilitiesOf(state)} onSet={(patch) => dispatch({ type: 'set', settings: patch })} />
      </aside>
      <main>
        {listFailure && !needsKey && <FailureCard failure={listFailure} />}
        {list?.problems.map((problem) => (
          <p key={problem} class="problem">
            {problem}
          </p>
        ))}
        <div class={`panes panes-${panes.length}`}>
          {panes.map((pane, at) => (
            <PaneView
              key={at}
              pane={pane}
              at={at}
              of={panes.length}
              list={list}
              onChoose={(model) => dispatch({ type: 'choose', pane: at, model })}
              onInspect={(answer, tab) => setInspected({ answer, tab })}
              onResults={(content) => giveResults(at, content)}
              onAskAgain={() => (askAgain(at), focusPrompt())}
              onSuggestion={(suggestion) => {
                setPrompt(suggestion.prompt);
                dispatch({ type: 'set', settings: suggestion.settings });
                focusPrompt();
              }}
            />
          ))}
        </div>
        <Composer text={prompt} onText={setPrompt} isAnswering={answering} obstacle={obstacleOf(state, mistakes)} onSend={ask} onStop={stop} />
      </main>
      {inspected && (
        <Inspector
          answer={currentOf(state, inspected.answer)}
          provider={providerOf(state, inspected.answer)}
          tab={inspected.tab}
          onTab={(tab) => setInspected({ ...inspected, tab })}
          onClose={() => setInspected(undefined)}
        />
      )}
      {needsKey && (
        <KeyDialog
          wasWrong={keysTried > 0}
          onKey={(key) => {
            writeKey(key);
            setKeysTried(keysTried + 1);
            void loadModels();
          }}
        />
      )}
      <Announcer />
    </div>
  );
}

/** Esc stops, as the button does; in a dialog it closes that one. */
function useStopKey(answering: boolean, stop: () => void): void {
  useEffect(() => {
    if (!answering) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) stop();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [answering, stop]);
}

function obstacleOf({ panes, list, listFailure }: State, mistakes: Record<string, string>): string | undefined {
  if (!list) return listFailure ? 'The models could not be listed. Reload the page to try again.' : 'The models are being listed …';
  if (panes.some(({ model }) => !/^[^/]+(\/.+)?$/.test(model))) return 'Choose a model first.';
  if (panes.some(({ turns }) => awaited(turns) === 'results')) return 'Answer the tool calls above first.';
  const count = Object.keys(mistakes).length;
  return count === 0 ? undefined : `Correct the ${count === 1 ? 'mistake' : `${count} mistakes`} in the settings first.`;
}

function capabilitiesOf({ panes, list }: State) {
  return panes.map(({ model }) => list?.models.find(({ name }) => name === model)?.capabilities ?? {});
}

/** An answer that is being written goes on behind its inspector. */
function currentOf({ panes }: State, answer: Answer): Answer {
  for (const { turns } of panes) {
    for (const turn of turns) if (turn.type === 'answer' && turn.answer.id === answer.id) return turn.answer;
  }
  return answer;
}

function providerOf({ list }: State, { request: { model } }: Answer): string {
  const [name] = model.split('/', 1);
  return list?.providers.find((provider) => provider.name === name)?.id ?? '';
}
