import { useEffect, useState } from 'preact/hooks';

type Listener = (text: string) => void;

const listeners: Listener[] = [];

/** Lets a screen reader say something, politely, without moving the focus. */
export function announce(text: string): void {
  listeners.at(-1)?.(text);
}

/**
 * Where announcements are made. Stands in the page, and in every window: what is behind an open window is not read out, so
 * that the last one is used.
 */
export function Announcer() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    // A text that does not change is not read out again; the space, which nobody hears, changes it.
    const listener: Listener = (text) => setSaid((before) => (before === text ? `${text}\u00a0` : text));
    listeners.push(listener);
    return () => void listeners.splice(listeners.indexOf(listener), 1);
  }, []);
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}
