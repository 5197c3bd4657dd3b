import type { FilePart, SourcePart, ToolCallPart, ToolResultPart } from '@sdk/core';
import { announce } from './announcer.tsx';
import type { Answer, Block } from './answer.ts';
import { isRunning, plainText } from './answer.ts';
import { AnswerStats } from './answer-stats.tsx';
import { CopyButton } from './copy-button.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { FailureCard } from './failure-card.tsx';
import type { InspectorTab } from './inspected-text.ts';
import { Markdown, SafeLink } from './markdown.tsx';
import { memo } from './memo.ts';
import { ToolCallCard } from './tool-call-card.tsx';

interface Props {
  answer: Answer;
  isLast: boolean;
  /** Why it cannot be asked again. */
  obstacle: string | undefined;
  onInspect(tab: InspectorTab): void;
  onAskAgain(): void;
}

/** One answer: what was thought, said and called, and what it took. */
export const AnswerView = memo(
  ({ answer, isLast, obstacle, onInspect, onAskAgain }: Props) => (
    <article class="answer" aria-label={`Answer of ${answer.request.model}`} aria-busy={isRunning(answer)}>
      {answer.blocks.map((block, at) => (
        <ErrorBoundary key={block.index} fallback={<p class="plain">{block.text}</p>}>
          <BlockView block={block} isGrowing={isRunning(answer) && at === answer.blocks.length - 1} />
        </ErrorBoundary>
      ))}
      {answer.status === 'waiting' && (
        <p class="waiting">
          <span class="dots" aria-hidden="true" />
          Waiting for the first token
        </p>
      )}
      {answer.failure && <FailureCard failure={answer.failure} />}
      <ErrorBoundary fallback={<p class="hint">The figures of this answer cannot be shown.</p>}>
        <AnswerStats answer={answer} />
      </ErrorBoundary>
      <div class="actions" role="group" aria-label="About this answer">
        <CopyButton text={() => plainText(answer)} label="Copy text" />
        <button type="button" class="quiet" onClick={() => onInspect('call')}>
          Call
        </button>
        <button type="button" class="quiet" onClick={() => onInspect('stream')}>
          Stream <span class="count">{answer.log.length}</span>
        </button>
        <button type="button" class="quiet" onClick={() => onInspect('code')}>
          Code
        </button>
        {isLast && !isRunning(answer) && (
          <button type="button" class="quiet" aria-disabled={obstacle !== undefined} title={obstacle} onClick={() => (obstacle === undefined ? onAskAgain() : announce(obstacle))}>
            {answer.status === 'failed' ? 'Try again' : 'Ask again'}
          </button>
        )}
      </div>
    </article>
  ),
  (before, after) => before.answer === after.answer && before.isLast === after.isLast && before.obstacle === after.obstacle,
);

function BlockView({ block, isGrowing }: { block: Block; isGrowing: boolean }) {
  const { type, text, part } = block;
  if (type === 'text') return <Markdown text={text} />;
  if (type === 'reasoning') return <Reasoning text={text} isOpen={isGrowing && !part} />;
  if (type === 'tool-call') return <ToolCallCard name={block.toolName ?? ''} text={text} part={part as ToolCallPart | undefined} />;
  if (part?.type === 'file') return <FileView part={part} />;
  if (part?.type === 'source') return <SourceView part={part} />;
  if (part?.type === 'tool-result') return <ResultView part={part} />;
  return <p class="opaque">{part?.type === 'opaque' ? `A block of the vendor's own: ${part.name}` : `A part of a kind that this page does not know: ${type}`}</p>;
}

function Reasoning({ text, isOpen }: { text: string; isOpen: boolean }) {
  return (
    <details class="reasoning">
      <summary>{isOpen ? 'Thinking …' : 'Thoughts'}</summary>
      {text === '' ? <p>The vendor keeps them to itself.</p> : <Markdown text={text} />}
    </details>
  );
}

/** Only what no browser runs. */
const IMAGES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'];

/** An image or a sound; of any other file, its kind and where it is. */
export function FileView({ part: { mediaType, data, url, filename } }: { part: FilePart }) {
  const name = filename ?? mediaType;
  const address = typeof data === 'string' ? `data:${mediaType};base64,${data}` : undefined;
  if (address && IMAGES.includes(mediaType)) return <img class="picture" src={address} alt={filename ?? 'Image'} />;
  if (address && mediaType.startsWith('audio/')) return <audio controls src={address} aria-label={name} />;
  return <p class="file">{url === undefined ? name : <SafeLink href={url}>{name}</SafeLink>}</p>;
}

function SourceView({ part: { url, title, text } }: { part: SourcePart }) {
  const name = title ?? url ?? 'Source';
  return <p class="source">Source: {url === undefined ? name : <SafeLink href={url}>{name}</SafeLink>}{text && <q>{text}</q>}</p>;
}

/** What a tool returned. */
export function ResultView({ part: { toolName, toolCallId, result, isError } }: { part: ToolResultPart }) {
  return (
    <div class={`card result${isError ? ' failed' : ''}`}>
      <h3>
        <code>{toolName ?? toolCallId}</code> {isError ? 'failed' : 'returned'}
      </h3>
      <pre tabIndex={0}>{typeof result === 'string' ? result : JSON.stringify(result, null, 2)}</pre>
    </div>
  );
}
