import type { Failure } from './failure.ts';

/** A failure, said at once by a screen reader. */
export function FailureCard({ failure: { title, message, advice, code, status, retryAfterSeconds } }: { failure: Failure }) {
  const details = [status === undefined ? '' : `HTTP ${status}`, code ?? ''].filter((detail) => detail !== '').join(' · ');
  return (
    <div class="card failure" role="alert">
      <h3>{title}</h3>
      <p class="words">{message}</p>
      {(advice !== undefined || retryAfterSeconds !== undefined) && (
        <p>
          {advice} {retryAfterSeconds !== undefined && `The vendor asks to wait ${retryAfterSeconds} s.`}
        </p>
      )}
      {details && <p class="details">{details}</p>}
    </div>
  );
}
