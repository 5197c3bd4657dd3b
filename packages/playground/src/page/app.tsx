import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { ListedProvider } from '../page-api.ts';
import { Announcer } from './announcer.tsx';
import type { Answer } from './answer.ts';
import { Composer } from './composer.tsx';
import { focusPrompt } from './focus-prompt.ts';
import type { InspectorTab } from './inspected-text.ts';
import { Inspector } from './inspector.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { ListProblems } from './list-problems.tsx';
import { obstacleOf, obstacleToQuestions } from './obstacle.ts';
import { PaneView } from './pane-view.tsx';
import { readSettings } from './settings.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { focusMistake } from './show-mistakes.ts';
import { isAnswering, type State } from './state.ts';
import { TopBar } from './top-bar.tsx';
import { useEscape } from './use-escape.ts';
import { usePlayground } from './use-playground.ts';
import { writePrompt } from './write-prompt.ts';

/** The whole page. */
export function App() {
  const { state, dispatch, ask, giveResults, askAgain, stop, clear, loadModels, enterKey } = usePlayground();
  const [inspected, setInspected] = useState<{ answer: Answer; tab: InspectorTab }>();
  const [prompt, setPrompt] = useState('');
  const { panes, list, listFailure, settings } = state;
  const { mistakes } = useMemo(() => readSettings(settings), [settings]);
  const answering = isAnswering(state);
  const obstacle = obstacleOf(state, mistakes);
  const { showsSettings, toggleSettings, correct } = useSettingsPage(answering, stop);

  return (
    <div class={`page${showsSettings ? ' with-settings' : ''}`}>
      <a class="skip" href="#prompt">
        Skip to the message
      </a>
      <TopBar
        showsSettings={showsSettings}
        compares={panes.length > 1}
        isAnswering={answering}
        isEmpty={panes.every(({ turns }) => turns.length === 0)}
        onSettings={toggleSettings}
        onCompare={(on) => dispatch({ type: 'compare', on })}
        onClear={() => (clear(), focusPrompt())}
        onStop={stop}
      />
      <aside id="settings" aria-label="Settings">
        <SettingsPanel settings={settings} mistakes={mistakes} capabilities={capabilitiesOf(state)} onSet={(patch) => dispatch({ type: 'set', settings: patch })} />
      </aside>
      <main>
        <ListProblems list={list} failure={listFailure} onAgain={() => void loadModels()} />
        <div class={`panes panes-${panes.length}`}>
          {panes.map((pane, at) => (
            <PaneView
              key={at}
              pane={pane}
              at={at}
              of={panes.length}
              list={list}
              obstacle={obstacle}
              onCorrect={correct}
              onChoose={(model) => dispatch({ type: 'choose', pane: at, model })}
              onInspect={(answer, tab) => setInspected({ answer, tab })}
              onResults={(content) => giveResults(at, content)}
              onAskAgain={() => (askAgain(at), focusPrompt())}
              onSuggestion={(suggestion) => {
                dispatch({ type: 'set', settings: suggestion.settings(settings) });
                writePrompt(suggestion.prompt, setPrompt);
              }}
            />
          ))}
        </div>
        <Composer text={prompt} onText={setPrompt} isAnswering={answering} obstacle={obstacleToQuestions(state, mistakes)} onCorrect={correct} onSend={ask} onStop={stop} />
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
      {state.key !== 'accepted' && <KeyDialog state={state.key} onKey={(key) => void enterKey(key)} />}
      <Announcer />
    </div>
  );
}

/** As in the style sheet: where the settings are a page of their own. */
const NARROW = '(max-width: 52rem)';

/** The settings of a narrow screen. Esc closes them there; elsewhere it stops, as the button does. */
function useSettingsPage(isAnswering: boolean, stop: () => void) {
  const [showsSettings, setShowsSettings] = useState(false);
  const [corrections, setCorrections] = useState(0);
  useLayoutEffect(() => {
    if (corrections > 0) focusMistake();
  }, [corrections]);
  const toggleSettings = () => setShowsSettings(!showsSettings);
  const correct = () => {
    setShowsSettings(true);
    setCorrections(corrections + 1);
  };
  const onEscape = useCallback(() => {
    if (!showsSettings || !matchMedia(NARROW).matches) return stop();
    setShowsSettings(false);
    document.querySelector<HTMLElement>('.toggle-settings')?.focus();
  }, [showsSettings, stop]);
  useEscape(isAnswering || showsSettings ? onEscape : undefined);
  return { showsSettings, toggleSettings, correct };
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

function providerOf({ list }: State, { request: { model } }: Answer): ListedProvider | undefined {
  const [name] = model.split('/', 1);
  return list?.providers.find((provider) => provider.name === name);
}
