import type { Usage, Warning } from '@sdk/core';
import type { ComponentChildren } from 'preact';
import { isRunning, type Answer } from './answer.ts';
import { timesOf } from './answer-times.ts';
import { formatRate, RateChart } from './rate-chart.tsx';
import { tokenRateOf } from './token-rate.ts';

/** What an answer took: tokens, times, rate, how it ended. */
export function AnswerStats({ answer }: { answer: Answer }) {
  const rate = tokenRateOf(answer);
  const { firstTokenMs, totalMs } = timesOf(answer);
  const usage = answer.finish?.usage;
  return (
    <>
      <dl class="stats" aria-label="Figures of this answer">
        <Figure name="Finish">
          <span class={`finish ${toneOf(answer)}`}>{endOf(answer)}</span>
        </Figure>
        <Figure name="Tokens" title={titleOf(usage)}>
          {tokensOf(answer, usage)}
        </Figure>
        <Figure name="First token">{firstTokenMs === undefined ? '–' : formatMs(firstTokenMs)}</Figure>
        <Figure name="Total">{isRunning(answer) || totalMs === undefined ? '…' : formatMs(totalMs)}</Figure>
        <Figure name="Tokens/s" title={rate.isEstimate ? 'Guessed from the text: four characters a token.' : undefined}>
          {rate.average === undefined ? '–' : `${rate.isEstimate ? '≈ ' : ''}${formatRate(rate.average)}`}
          <RateChart rate={rate} />
        </Figure>
        {usage?.costUsd !== undefined && <Figure name="Cost">{`$${usage.costUsd.toPrecision(2)}`}</Figure>}
      </dl>
      <Warnings warnings={answer.start?.warnings ?? []} />
    </>
  );
}

function Figure({ name, title, children }: { name: string; title?: string | undefined; children: ComponentChildren }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="warnings" aria-label="Warnings">
      {warnings.map(({ option, message }, at) => (
        <li key={at}>
          {option && <code>{option}</code>} {message}
        </li>
      ))}
    </ul>
  );
}

function tokensOf(answer: Answer, usage: Usage | undefined): string {
  if (usage?.inputTokens !== undefined || usage?.outputTokens !== undefined) return `${usage.inputTokens ?? '?'} in · ${usage.outputTokens ?? '?'} out`;
  return isRunning(answer) ? '…' : 'not reported';
}

function titleOf(usage: Usage | undefined): string | undefined {
  const counts = [
    ['cached', usage?.cachedInputTokens],
    ['written to the cache', usage?.cacheWriteTokens],
    ['reasoning', usage?.reasoningTokens],
    ['in all', usage?.totalTokens],
  ] as const;
  const told = counts.flatMap(([name, count]) => (count === undefined ? [] : [`${count} ${name}`]));
  return told.length > 0 ? told.join(', ') : undefined;
}

/** How the answer ended, or what it does. */
function endOf({ status, finish }: Answer): string {
  if (status === 'waiting' || status === 'streaming') return status;
  if (status !== 'finished') return status;
  return finish?.finishReason ?? 'finished';
}

function toneOf({ status, finish }: Answer): 'good' | 'odd' | 'bad' | 'running' {
  if (status === 'waiting' || status === 'streaming') return 'running';
  if (status === 'failed') return 'bad';
  return status === 'finished' && ['stop', 'tool-calls'].includes(finish?.finishReason ?? '') ? 'good' : 'odd';
}

/** e.g. `412 ms` or `12.3 s`. */
function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
