import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Announcer } from './announcer.tsx';
import type { ListedProvider } from '../page-api.ts';
import type { Answer } from './answer.ts';
import { CopyButton } from './copy-button.tsx';
import { highlight } from './highlight.tsx';
import { shownText, wholeText, type InspectorTab } from './inspected-text.ts';
import { useThrottled } from './use-throttled.ts';

const TABS: readonly { tab: InspectorTab; label: string; about: string }[] = [
  { tab: 'call', label: 'Call', about: 'What this page asked the SDK for. The request that the SDK makes of it for the vendor is not shown.' },
  { tab: 'stream', label: 'Stream parts', about: 'What the SDK gave, and when it came to this page: the parts of its stream, not the bytes of the vendor.' },
  { tab: 'code', label: 'Code', about: 'A program that makes the same call with the SDK.' },
];

interface Props {
  answer: Answer;
  /** The id of the provider that was asked. */
  provider: ListedProvider | undefined;
  tab: InspectorTab;
  onTab(tab: InspectorTab): void;
  onClose(): void;
}

/** So often what streams is shown anew: it can be thousands of lines. In milliseconds. */
const SHOWN_EVERY_MS = 500;

/** What was asked, what came, and the program that does the same. */
export function Inspector({ answer, provider, tab, onTab, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const backdrop = useBackdrop(dialog);
  return (
    <dialog ref={dialog} class="inspector" aria-labelledby="inspector-title" onClose={onClose} {...backdrop}>
      <div class="frame">
        <header>
          <h2 id="inspector-title">{answer.request.model}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
            ✕
          </button>
        </header>
        <div class="tabs">
          <Tabs tab={tab} onTab={onTab} />
          <CopyButton text={() => wholeText(tab, answer, provider)} label={tab === 'code' ? 'Copy as code' : 'Copy'} className="primary small" />
        </div>
        <p class="hint">{TABS.find((each) => each.tab === tab)?.about}</p>
        <Inspected answer={answer} provider={provider} tab={tab} />
      </div>
      <Announcer />
    </dialog>
  );
}

/** Closes by a click beside the window: one that began there, too, since the end of a selection may lie outside. */
function useBackdrop(dialog: RefObject<HTMLDialogElement | null>) {
  const beganOutside = useRef(false);
  return {
    onPointerDown: ({ target }: Event) => void (beganOutside.current = target === dialog.current),
    onClick: ({ target }: Event) => {
      if (beganOutside.current && target === dialog.current) dialog.current?.close();
    },
  };
}

function Tabs({ tab, onTab }: Pick<Props, 'tab' | 'onTab'>) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = TABS[(TABS.findIndex((each) => each.tab === tab) + step + TABS.length) % TABS.length]?.tab ?? tab;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="What to show" onKeyDown={move}>
      {TABS.map(({ tab: name, label }) => (
        <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === tab} aria-controls="inspected" tabIndex={name === tab ? 0 : -1} onClick={() => onTab(name)}>
          {label}
        </button>
      ))}
    </div>
  );
}

function Inspected({ answer, provider, tab }: Pick<Props, 'answer' | 'provider' | 'tab'>) {
  const shown = useThrottled(answer, SHOWN_EVERY_MS);
  // Only the stream grows.
  const text = useMemo(() => shownText(tab, shown, provider), [tab, provider, tab === 'stream' ? shown : shown.request]);
  const content = useMemo(() => (tab === 'stream' ? text : highlight(text, tab === 'code' ? 'typescript' : 'json')), [tab, text]);
  return (
    <pre id="inspected" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
      <code>{content}</code>
    </pre>
  );
}
