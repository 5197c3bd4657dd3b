import { useEffect } from 'preact/hooks';

/** What Esc does outside of windows, which it closes by itself; `undefined`: nothing. */
export function useEscape(action: (() => void) | undefined): void {
  useEffect(() => {
    if (!action) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [action]);
}
