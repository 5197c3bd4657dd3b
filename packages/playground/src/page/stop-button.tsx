import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusPrompt } from './focus-prompt.ts';

interface Props {
  onStop(): void;
  /** The answer has ended while this had the focus, which is now where one writes: a key may be on its way. */
  onFocusMoved?(): void;
}

/** Ends the answers that are being written. It goes away with them, and leaves the focus where one writes. */
export function StopButton({ onStop, onFocusMoved }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(
    () => () => {
      if (document.activeElement !== button.current) return;
      focusPrompt();
      onFocusMoved?.();
    },
    [],
  );
  return (
    <button
      ref={button}
      type="button"
      class="stop"
      title="Esc"
      onClick={({ detail }) => {
        // The second click of a double click was meant for Send, which stood here.
        if (detail > 1) return;
        onStop();
        focusPrompt();
      }}
    >
      Stop
    </button>
  );
}
