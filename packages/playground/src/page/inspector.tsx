import { useEffect, useRef } from 'preact/hooks';
import type { Answer } from './answer.ts';
import { CopyButton } from './copy-button.tsx';
import { highlight } from './highlight.tsx';
import { toCode } from './to-code.ts';

export type InspectorTab = 'request' | 'stream' | 'code';

const TABS: readonly (readonly [InspectorTab, string])[] = [
  ['request', 'Request'],
  ['stream', 'Stream parts'],
  ['code', 'Code'],
];

interface Props {
  answer: Answer;
  /** The id of the provider that was asked. */
  provider: string;
  tab: InspectorTab;
  onTab(tab: InspectorTab): void;
  onClose(): void;
}

/** What was sent, what came, and the program that does the same. */
export function Inspector({ answer, provider, tab, onTab, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const text = textOf(tab, answer, provider);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = (TABS.findIndex(([name]) => name === tab) + step + TABS.length) % TABS.length;
    onTab(TABS[at]?.[0] ?? tab);
    document.getElementById(`tab-${TABS[at]?.[0]}`)?.focus();
  };
  return (
    <dialog ref={dialog} class="inspector" aria-labelledby="inspector-title" onClose={onClose} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <div class="frame">
        <header>
          <h2 id="inspector-title">{answer.request.model}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
            ✕
          </button>
        </header>
        <div class="tabs">
          <div role="tablist" aria-label="What to show" onKeyDown={move}>
            {TABS.map(([name, label]) => (
              <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === tab} aria-controls="inspected" tabIndex={name === tab ? 0 : -1} onClick={() => onTab(name)}>
                {label}
              </button>
            ))}
          </div>
          <CopyButton text={() => text} label={tab === 'code' ? 'Copy as code' : 'Copy'} className="primary small" />
        </div>
        <pre id="inspected" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
          <code>{tab === 'stream' ? text : highlight(text, tab === 'code' ? 'typescript' : 'json')}</code>
        </pre>
      </div>
    </dialog>
  );
}

function textOf(tab: InspectorTab, { request, log, failure, endMs }: Answer, provider: string): string {
  if (tab === 'code') return toCode(request, provider);
  if (tab === 'request') return JSON.stringify(request, null, 2);
  const lines = log.map(({ atMs, part }) => lineOf(atMs, part));
  return [...lines, ...(failure ? [lineOf(endMs ?? 0, { error: failure })] : [])].join('\n');
}

function lineOf(atMs: number, data: unknown): string {
  return `${String(atMs).padStart(7)} ms  ${JSON.stringify(data)}`;
}
