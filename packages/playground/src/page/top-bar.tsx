import { StopButton } from './stop-button.tsx';

interface Props {
  showsSettings: boolean;
  compares: boolean;
  isAnswering: boolean;
  isEmpty: boolean;
  onSettings(): void;
  onCompare(on: boolean): void;
  onClear(): void;
  onStop(): void;
}

/** What concerns the whole page. On a narrow screen the settings take the place of all else, so that Stop is here, too. */
export function TopBar({ showsSettings, compares, isAnswering, isEmpty, onSettings, onCompare, onClear, onStop }: Props) {
  return (
    <header class="top">
      <h1>Playground</h1>
      {showsSettings && isAnswering && <StopButton onStop={onStop} />}
      <button type="button" class="toggle-settings" aria-expanded={showsSettings} aria-controls="settings" onClick={onSettings}>
        {showsSettings ? 'Back' : 'Settings'}
      </button>
      <label class="check switch">
        <input type="checkbox" role="switch" checked={compares} disabled={isAnswering} onChange={(event) => onCompare(event.currentTarget.checked)} />
        Compare two
      </label>
      <button type="button" class="clear" onClick={onClear} disabled={isEmpty}>
        Clear
      </button>
    </header>
  );
}
