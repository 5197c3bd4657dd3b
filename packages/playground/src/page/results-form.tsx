import type { JSONValue, ToolCallPart, ToolResultPart } from '@sdk/core';
import { useId, useState } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { focusPrompt } from './focus-prompt.ts';
import { ObstacleNote } from './obstacle-note.tsx';
import type { Obstacle } from './obstacle.ts';

interface Draft {
  text: string;
  isError: boolean;
}

const EMPTY: Draft = { text: '', isError: false };

interface Props {
  label: string;
  calls: ToolCallPart[];
  /** Why they cannot be sent now. */
  obstacle: Obstacle | undefined;
  /** Leads to what is wrong in the settings. */
  onCorrect(): void;
  onSend(results: ToolResultPart[]): void;
}

/** Where the user answers the calls in place of the tools. */
export function ResultsForm({ label, calls, obstacle, onCorrect, onSend }: Props) {
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const form = useId(); // two conversations may have calls of the same id
  const draftOf = (id: string) => drafts[id] ?? EMPTY;
  const change = (id: string, patch: Partial<Draft>) => setDrafts({ ...drafts, [id]: { ...draftOf(id), ...patch } });
  const send = (event: Event) => {
    event.preventDefault();
    if (obstacle) return announce(obstacle.text);
    onSend(calls.map((call) => toResult(call, draftOf(call.toolCallId))));
    focusPrompt();
  };
  return (
    <form class="results-form" aria-label={label} onSubmit={send}>
      {calls.map(({ toolCallId, toolName }, at) => (
        <div key={toolCallId} class="field">
          <label for={`result-${form}-${toolCallId}`}>
            Result of <code>{toolName}</code>
          </label>
          <textarea
            id={`result-${form}-${toolCallId}`}
            class="mono"
            rows={2}
            placeholder={'{ "any": "JSON" }, or text'}
            ref={(field) => void (at === 0 && field && focusOnce(field))}
            value={draftOf(toolCallId).text}
            onInput={(event) => change(toolCallId, { text: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
            }}
          />
          <label class="check">
            <input type="checkbox" checked={draftOf(toolCallId).isError} onChange={(event) => change(toolCallId, { isError: event.currentTarget.checked })} />
            The tool failed
          </label>
        </div>
      ))}
      {obstacle && <ObstacleNote obstacle={obstacle} onCorrect={onCorrect} />}
      <button type="submit" class="primary" aria-disabled={obstacle !== undefined}>
        {calls.length === 1 ? 'Send result' : `Send ${calls.length} results`}
      </button>
    </form>
  );
}

const focused = new WeakSet<HTMLElement>();

/** The conversation waits here, unless the user is busy elsewhere, e.g. writes already. */
function focusOnce(field: HTMLElement): void {
  if (focused.has(field)) return;
  focused.add(field);
  const active = document.activeElement;
  const isIdle = !active || active === document.body || (active instanceof HTMLTextAreaElement && active.id === 'prompt' && active.value === '');
  if (isIdle) field.focus({ preventScroll: true });
}

/** What reads as JSON is JSON, all else a text. */
function toResult({ toolCallId, toolName }: ToolCallPart, { text, isError }: Draft): ToolResultPart {
  return { type: 'tool-result', toolCallId, toolName, result: parse(text), ...(isError && { isError }) };
}

function parse(text: string): JSONValue {
  try {
    return JSON.parse(text) as JSONValue;
  } catch {
    return text;
  }
}
