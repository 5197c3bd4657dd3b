import type { ModelList } from '../page-api.ts';
import { FailureCard } from './failure-card.tsx';
import type { Failure } from './failure.ts';

/** What went wrong with the lists of models, and a button to ask for them again. */
export function ListProblems({ list, failure, onAgain }: { list: ModelList | undefined; failure: Failure | undefined; onAgain(): void }) {
  const problems = list?.problems ?? [];
  if (!failure && problems.length === 0) return null;
  return (
    <div class="list-problems">
      {failure && <FailureCard failure={failure} />}
      <div class="problems">
        {problems.map((problem) => (
          <p key={problem} class="problem">
            {problem}
          </p>
        ))}
      </div>
      <button type="button" class="small" onClick={onAgain}>
        List the models again
      </button>
    </div>
  );
}
