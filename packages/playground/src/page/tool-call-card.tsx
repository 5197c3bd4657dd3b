import type { ToolCallPart } from '@sdk/core';
import { highlight } from './highlight.tsx';

/** A call of a tool, while it is being written, too. */
export function ToolCallCard({ name, text, part }: { name: string; text: string; part: ToolCallPart | undefined }) {
  const isValid = part !== undefined && part.invalid === undefined;
  return (
    <div class="card call" role="group" aria-label={`Call of ${name}`}>
      <h3>
        <span aria-hidden="true">ƒ</span> <code>{name}</code>
        {part?.providerExecuted && <small>run by the vendor</small>}
      </h3>
      <pre tabIndex={0} aria-label="Arguments">
        <code>{highlight(isValid ? JSON.stringify(part.arguments, null, 2) : text, 'json')}</code>
      </pre>
      {part?.invalid !== undefined && <p class="mistake">These arguments are not a JSON object.</p>}
    </div>
  );
}
