import type { Obstacle } from './obstacle.ts';

/** Says what is in the way; where that is in the settings, a button leads there. */
export function ObstacleNote({ obstacle: { text, isInSettings }, onCorrect }: { obstacle: Obstacle; onCorrect(): void }) {
  if (!isInSettings) return <p class="hint">{text}</p>;
  return (
    <p class="hint">
      <button type="button" class="quiet link" onClick={onCorrect}>
        {text}
      </button>
    </p>
  );
}
