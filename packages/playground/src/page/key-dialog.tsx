import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Announcer } from './announcer.tsx';
import type { State } from './state.ts';

/** What may stand in a header; with anything else a browser sends nothing at all. */
const SENDABLE = /^[\x20-\x7e\xa0-\xff]+$/;

/** Asks for the key of the playground. It cannot be closed: there is nothing behind it without the key. */
export function KeyDialog({ state, onKey }: { state: Exclude<State['key'], 'accepted'>; onKey(key: string): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [key, setKey] = useState('');
  const [isUnsendable, setUnsendable] = useState(false);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  const submit = () => {
    const given = key.trim();
    if (given === '' || state === 'checking') return;
    setUnsendable(!SENDABLE.test(given));
    if (SENDABLE.test(given)) onKey(given);
  };
  const isWrong = isUnsendable || state === 'wrong';
  return (
    // A browser heeds only the first refusal to close, so that it is opened again.
    <dialog ref={dialog} class="key" aria-labelledby="key-title" onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()}>
      <form class="frame" onSubmit={(event) => (event.preventDefault(), submit())}>
        <h2 id="key-title">This playground has a key</h2>
        <div class="field">
          <label for="key">Key</label>
          <input id="key" type="password" autocomplete="off" value={key} onInput={(event) => setKey(event.currentTarget.value)} aria-invalid={isWrong} aria-describedby="key-note" />
          <p id="key-note" class={isWrong ? 'mistake' : 'hint'} role={isWrong ? 'alert' : undefined}>
            {isWrong ? 'This is not it.' : state === 'checking' ? 'Checking …' : 'It is kept until you close this tab.'}
          </p>
        </div>
        <button type="submit" class="primary" aria-disabled={state === 'checking'}>
          Open
        </button>
      </form>
      <Announcer />
    </dialog>
  );
}
