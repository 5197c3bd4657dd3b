import { useEffect, useState } from 'preact/hooks';

let listener: (text: string) => void = () => {};

/** Lets a screen reader say something, politely, without moving the focus. */
export function announce(text: string): void {
  listener(text);
}

/** Where announcements are made. Stands once in the page. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    listener = setText;
    return () => {
      listener = () => {};
    };
  }, []);
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  );
}
