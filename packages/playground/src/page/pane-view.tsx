import type { FilePart, TextPart, ToolResultPart } from '@sdk/core';
import type { ModelList } from '../page-api.ts';
import { openCalls, type Answer } from './answer.ts';
import { AnswerView, FileView, ResultView } from './answer-view.tsx';
import { awaited, lastAnswer, type Turn } from './conversation.ts';
import type { InspectorTab } from './inspected-text.ts';
import { ModelPicker } from './model-picker.tsx';
import type { Obstacle } from './obstacle.ts';
import { ResultsForm } from './results-form.tsx';
import type { Pane } from './state.ts';
import { Suggestions, type Suggestion } from './suggestions.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

interface Props {
  pane: Pane;
  /** Of how many, from 0. */
  at: number;
  of: number;
  list: ModelList | undefined;
  /** Why neither results can be sent nor a question asked again. */
  obstacle: Obstacle | undefined;
  onCorrect(): void;
  onChoose(model: string): void;
  onInspect(answer: Answer, tab: InspectorTab): void;
  onResults(results: ToolResultPart[]): void;
  onAskAgain(): void;
  onSuggestion(suggestion: Suggestion): void;
}

/** A model and the conversation with it. */
export function PaneView({ pane: { model, turns }, at, of, list, obstacle, onCorrect, onChoose, onInspect, onResults, onAskAgain, onSuggestion }: Props) {
  const label = of > 1 ? `Model ${at + 1}` : 'Model';
  const scroller = useStickToEnd(turns);
  const last = lastAnswer(turns);
  return (
    <section class="pane" aria-label={of > 1 ? `Conversation ${at + 1} of ${of}` : 'Conversation'}>
      <h2 class="visually-hidden">{`Conversation with ${model || label}`}</h2>
      <header>
        <ModelPicker id={`model-${at}`} label={label} list={list} model={model} onChoose={onChoose} />
      </header>
      <div class="turns" ref={scroller} tabIndex={0} role="log" aria-live="off" aria-label={`Messages of ${model || label}`}>
        {turns.length === 0 && <Empty onSuggestion={at === 0 ? onSuggestion : undefined} />}
        {turns.map((turn, index) => (
          <TurnView key={turn.type === 'answer' ? turn.answer.id : index} turn={turn} isLast={index === turns.length - 1} obstacle={obstacle?.text} onInspect={onInspect} onAskAgain={onAskAgain} />
        ))}
        {last && awaited(turns) === 'results' && <ResultsForm key={last.id} label={`Results of the tools, ${label}`} calls={openCalls(last)} obstacle={obstacle} onCorrect={onCorrect} onSend={onResults} />}
      </div>
    </section>
  );
}

function Empty({ onSuggestion }: { onSuggestion: Props['onSuggestion'] | undefined }) {
  return (
    <div class="empty">
      <p class="big">Ask a model something.</p>
      <p>Paste or drop images, offer tools and answer their calls by hand, compare two models, and take the code with you.</p>
      {onSuggestion && <Suggestions onChoose={onSuggestion} />}
    </div>
  );
}

interface TurnProps {
  turn: Turn;
  isLast: boolean;
  obstacle: string | undefined;
  onInspect: Props['onInspect'];
  onAskAgain(): void;
}

function TurnView({ turn, isLast, obstacle, onInspect, onAskAgain }: TurnProps) {
  if (turn.type === 'user') return <UserView content={turn.content} />;
  if (turn.type === 'answer') {
    return <AnswerView answer={turn.answer} isLast={isLast} obstacle={isLast ? obstacle : undefined} onInspect={(tab) => onInspect(turn.answer, tab)} onAskAgain={onAskAgain} />;
  }
  return (
    <div class="results">
      {turn.content.map((part) => (
        <ResultView key={part.toolCallId} part={part} />
      ))}
    </div>
  );
}

function UserView({ content }: { content: (TextPart | FilePart)[] }) {
  return (
    <article class="user" aria-label="You">
      {content.map((part, at) => (part.type === 'text' ? <p key={at}>{part.text}</p> : <FileView key={at} part={part} />))}
    </article>
  );
}
