import type { FilePart, TextPart } from '@sdk/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ACCEPTED, readFiles } from './attachments.ts';
import { announce } from './announcer.tsx';
import { FileView } from './answer-view.tsx';
import { focusPrompt } from './focus-prompt.ts';

interface Props {
  text: string;
  onText(text: string): void;
  isAnswering: boolean;
  /** Why nothing can be asked now. */
  obstacle: string | undefined;
  onSend(content: (TextPart | FilePart)[]): void;
  onStop(): void;
}

/** Where the user writes, and attaches files: chosen, pasted, or dropped anywhere on the page. */
export function Composer({ text, onText, isAnswering, obstacle, onSend, onStop }: Props) {
  const [problem, setProblem] = useState<string>();
  const attachments = useAttachments(setProblem);
  const isEmpty = text.trim() === '' && attachments.parts.length === 0;

  const send = () => {
    if (isAnswering) return;
    if (obstacle !== undefined) return announce(obstacle);
    if (isEmpty) return;
    onSend([...attachments.parts, ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }])]);
    onText('');
    setProblem(undefined);
    attachments.clear();
    focusPrompt();
  };

  return (
    <form class="composer" aria-label="Ask" onSubmit={(event) => (event.preventDefault(), send())}>
      {problem !== undefined && <p class="mistake" role="alert">{problem}</p>}
      {obstacle !== undefined && <p class="hint">{obstacle}</p>}
      <Attachments parts={attachments.parts} onRemove={attachments.remove} />
      <div class="write">
        <label class="visually-hidden" for="prompt">
          Your message
        </label>
        <textarea
          id="prompt"
          rows={1}
          value={text}
          placeholder="Ask something (Enter sends)"
          onInput={(event) => onText(event.currentTarget.value)}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            void attachments.add(files);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div class="buttons">
          <label class="attach button" title="Attach images, PDF or audio">
            <input type="file" class="visually-hidden" multiple accept={ACCEPTED} aria-label="Attach files" onChange={(event) => attachments.choose(event.currentTarget)} />
            <ClipIcon />
          </label>
          {isAnswering ? (
            <button type="button" class="stop" onClick={() => (onStop(), focusPrompt())} title="Esc">
              Stop
            </button>
          ) : (
            <button type="submit" class="primary" aria-disabled={isEmpty || obstacle !== undefined}>
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

function useAttachments(onProblem: (problem: string | undefined) => void) {
  const [parts, setParts] = useState<FilePart[]>([]);
  const add = async (files: readonly File[]) => {
    const read = await readFiles(files);
    setParts((before) => [...before, ...read.parts]);
    onProblem(read.problems.length > 0 ? read.problems.join(' ') : undefined);
    if (read.parts.length > 0) announce(`Attached ${read.parts.map(({ filename, mediaType }) => filename ?? mediaType).join(', ')}.`);
  };
  useDrop((files) => void add(files));
  return {
    parts,
    add,
    clear: () => setParts([]),
    remove: (part: FilePart) => setParts((before) => before.filter((each) => each !== part)),
    choose(input: HTMLInputElement) {
      void add([...(input.files ?? [])]);
      input.value = ''; // so that the same file can be chosen again
    },
  };
}

/** Files that are dropped anywhere; without it, the browser would leave the page and open them. */
function useDrop(onFiles: (files: File[]) => void): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const stay = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    addEventListener('dragover', stay);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', drop);
    };
  }, []);
}

function ClipIcon() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M20 11.5 12 19.4a5.2 5.2 0 0 1-7.4-7.3l8.3-8.3a3.5 3.5 0 0 1 5 5l-8.4 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6" />
    </svg>
  );
}
