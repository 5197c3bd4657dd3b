import { useEffect, useRef, useState } from 'preact/hooks';

/** Asks for the key of the playground. It cannot be closed: there is nothing behind it without the key. */
export function KeyDialog({ wasWrong, onKey }: { wasWrong: boolean; onKey(key: string): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [key, setKey] = useState('');
  useEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  return (
    <dialog ref={dialog} class="key" aria-labelledby="key-title" onCancel={(event) => event.preventDefault()}>
      <form
        class="frame"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== '') onKey(key.trim());
        }}
      >
        <h2 id="key-title">This playground has a key</h2>
        <div class="field">
          <label for="key">Key</label>
          <input id="key" type="password" autocomplete="off" value={key} onInput={(event) => setKey(event.currentTarget.value)} aria-invalid={wasWrong} aria-describedby="key-note" />
          <p id="key-note" class={wasWrong ? 'mistake' : 'hint'} role={wasWrong ? 'alert' : undefined}>
            {wasWrong ? 'This is not it.' : 'It is kept until you close this tab.'}
          </p>
        </div>
        <button type="submit" class="primary">
          Open
        </button>
      </form>
    </dialog>
  );
}
