import { CopyButton } from './copy-button.tsx';
import { highlight } from './highlight.tsx';

/** Code in colours, with a button to copy it. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  return (
    <figure class="code">
      <figcaption>
        <span>{language ?? 'text'}</span>
        <CopyButton text={() => code} label="Copy" />
      </figcaption>
      <pre tabIndex={0} aria-label={`Code${language ? `, ${language}` : ''}`}>
        <code>{highlight(code, language)}</code>
      </pre>
    </figure>
  );
}
