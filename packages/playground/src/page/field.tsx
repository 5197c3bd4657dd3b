import type { ComponentChildren } from 'preact';

interface Props {
  id: string;
  label: ComponentChildren;
  mistake?: string | undefined;
  hint?: string | undefined;
  /** Gets the properties that tie it to its label and its mistake. */
  children(properties: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }): ComponentChildren;
}

/** A field with its label, and with what is wrong with it. */
export function Field({ id, label, mistake, hint, children }: Props) {
  const noteId = `${id}-note`;
  const hasNote = mistake !== undefined || hint !== undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': mistake !== undefined, 'aria-describedby': hasNote ? noteId : undefined })}
      {hasNote && (
        <p id={noteId} class={mistake === undefined ? 'hint' : 'mistake'}>
          {mistake ?? hint}
        </p>
      )}
    </div>
  );
}
