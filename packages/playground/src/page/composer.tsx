import type { FilePart, TextPart } from '@sdk/core';
import { useRef } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { FileView } from './answer-view.tsx';
import { ACCEPTED, pastedFiles } from './attachments.ts';
import { focusPrompt } from './focus-prompt.ts';
import { ObstacleNote } from './obstacle-note.tsx';
import type { Obstacle } from './obstacle.ts';
import { StopButton } from './stop-button.tsx';
import { useAttachments } from './use-attachments.ts';
import { useGrow } from './use-grow.ts';

interface Props {
  text: string;
  onText(text: string): void;
  isAnswering: boolean;
  /** Why nothing can be asked now. */
  obstacle: Obstacle | undefined;
  /** Leads to what is wrong in the settings. */
  onCorrect(): void;
  onSend(content: (TextPart | FilePart)[]): void;
  onStop(): void;
}

const READING: Obstacle = { text: 'A file is still being read …', isInSettings: false };

/** For so long after Stop has gone, Enter is taken for one that was meant for it. In milliseconds. */
const LATE_MS = 500;

/** Where the user writes, and attaches files. */
export function Composer({ text, onText, isAnswering, obstacle: outer, onCorrect, onSend, onStop }: Props) {
  const attachments = useAttachments();
  const field = useGrow(text);
  const obstacle = outer ?? (attachments.isReading ? READING : undefined);
  const movedAt = useRef(-LATE_MS);
  const isEmpty = text.trim() === '' && attachments.parts.length === 0;

  const send = () => {
    if (isAnswering) return announce('The answer is still being written. Esc stops it.');
    if (obstacle !== undefined) return announce(obstacle.text);
    if (isEmpty) return;
    onSend([...attachments.parts, ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }])]);
    onText('');
    attachments.clear();
    focusPrompt();
  };

  return (
    <form class="composer" aria-label="Ask" onSubmit={(event) => (event.preventDefault(), send())}>
      {attachments.problem !== undefined && <p class="mistake" role="alert">{attachments.problem}</p>}
      {obstacle !== undefined && <ObstacleNote obstacle={obstacle} onCorrect={onCorrect} />}
      <Attachments parts={attachments.parts} onRemove={attachments.remove} />
      <div class="write">
        <label class="visually-hidden" for="prompt">
          Your message
        </label>
        <textarea
          ref={field}
          id="prompt"
          rows={1}
          value={text}
          placeholder="Ask something (Enter sends)"
          onInput={(event) => onText(event.currentTarget.value)}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            void attachments.add(files);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            if (performance.now() - movedAt.current < LATE_MS) announce('The answer has ended. Enter sends your message.');
            else send();
          }}
        />
        <div class="buttons">
          <label class="attach button" title="Attach images, PDF or audio">
            <input type="file" class="visually-hidden" multiple accept={ACCEPTED} aria-label="Attach files" onChange={(event) => attachments.choose(event.currentTarget)} />
            <ClipIcon />
          </label>
          {isAnswering ? (
            <StopButton key="stop" onStop={onStop} onFocusMoved={() => (movedAt.current = performance.now())} />
          ) : (
            // An element of its own: a click or Enter that was meant for Stop must not send.
            <button key="send" type="submit" class="primary" aria-disabled={isEmpty || obstacle !== undefined}>
              Send
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

function Attachments({ parts, onRemove }: { parts: FilePart[]; onRemove(part: FilePart): void }) {
  if (parts.length === 0) return null;
  return (
    <ul class="attachments" aria-label="Attached">
      {parts.map((part, at) => (
        <li key={at}>
          <FileView part={part} />
          <button type="button" aria-label={`Remove ${part.filename ?? part.mediaType}`} onClick={() => (onRemove(part), focusPrompt())}>
            ✕
          </button>
        </li>
      ))}
    </ul>
  );
}

function ClipIcon() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M20 11.5 12 19.4a5.2 5.2 0 0 1-7.4-7.3l8.3-8.3a3.5 3.5 0 0 1 5 5l-8.4 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6" />
    </svg>
  );
}
