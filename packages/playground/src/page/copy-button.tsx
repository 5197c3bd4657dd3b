import { useState } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1500;

/** Copies a text, and says so. */
export function CopyButton({ text, label, className = 'quiet' }: { text: () => string; label: string; className?: string }) {
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    const outcome = (await copyText(text())) ? 'Copied' : 'Not copied';
    setSaid(outcome);
    announce(outcome);
    setTimeout(() => setSaid(undefined), SHOWN_MS);
  };
  return (
    <button type="button" class={className} onClick={() => void copy()}>
      {said ?? label}
    </button>
  );
}
