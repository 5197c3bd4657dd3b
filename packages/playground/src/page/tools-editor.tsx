import { Field } from './field.tsx';
import { EXAMPLE_PARAMETERS, nextToolId, type ToolDraft } from './settings.ts';
import type { PartProps } from './settings-panel.tsx';

/** The tools that are offered. Nobody runs them: their calls are answered by hand. */
export function ToolsEditor({ settings: { tools, toolChoice }, mistakes, onSet, hint }: PartProps) {
  const add = () => {
    const id = nextToolId(tools);
    onSet({ tools: [...tools, { id, name: id === 1 ? 'get_weather' : `tool_${id}`, description: '', parameters: EXAMPLE_PARAMETERS, strict: false }] });
  };
  const remove = (removed: number) => {
    onSet({ tools: tools.filter(({ id }) => id !== removed), ...(toolChoice === `tool:${removed}` && { toolChoice: '' }) });
    document.getElementById('add-tool')?.focus(); // the button that was pressed goes away
  };
  const change = (id: number, patch: Partial<ToolDraft>) => onSet({ tools: tools.map((tool) => (tool.id === id ? { ...tool, ...patch } : tool)) });
  return (
    <>
      <p class="hint">{hint ?? 'The model calls them, and you answer in their place.'}</p>
      {tools.map((tool) => (
        <Tool key={tool.id} tool={tool} mistakes={mistakes} onChange={(patch) => change(tool.id, patch)} onRemove={() => remove(tool.id)} />
      ))}
      <button type="button" id="add-tool" onClick={add}>
        + Add a tool
      </button>
      {tools.length > 0 && (
        <Field id="toolChoice" label="Tool choice" mistake={mistakes['toolChoice']}>
          {(tied) => (
            <select {...tied} value={toolChoice} onChange={(event) => onSet({ toolChoice: event.currentTarget.value })}>
              <option value="">not sent</option>
              <option value="auto">auto: may call</option>
              <option value="none">none: must not call</option>
              <option value="required">required: must call one</option>
              {tools.map(({ id, name }) => (
                <option key={id} value={`tool:${id}`}>
                  must call {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

function Tool({ tool, mistakes, onChange, onRemove }: { tool: ToolDraft; mistakes: Record<string, string>; onChange(patch: Partial<ToolDraft>): void; onRemove(): void }) {
  const id = (field: string) => `tool-${tool.id}-${field}`;
  return (
    <fieldset class="tool">
      <legend>{tool.name || 'A tool'}</legend>
      <Field id={id('name')} label="Name" mistake={mistakes[id('name')]}>
        {(tied) => <input {...tied} class="mono" autocomplete="off" spellcheck={false} value={tool.name} onInput={(event) => onChange({ name: event.currentTarget.value })} />}
      </Field>
      <Field id={id('description')} label="Description">
        {(tied) => <input {...tied} value={tool.description} placeholder="When to use it" onInput={(event) => onChange({ description: event.currentTarget.value })} />}
      </Field>
      <Field id={id('parameters')} label="Parameters, JSON Schema" mistake={mistakes[id('parameters')]}>
        {(tied) => <textarea {...tied} class="mono" rows={8} spellcheck={false} value={tool.parameters} onInput={(event) => onChange({ parameters: event.currentTarget.value })} />}
      </Field>
      <div class="row">
        <label class="check">
          <input type="checkbox" checked={tool.strict} onChange={(event) => onChange({ strict: event.currentTarget.checked })} />
          Strict
        </label>
        <button type="button" class="quiet" onClick={onRemove} aria-label={`Remove ${tool.name || 'this tool'}`}>
          Remove
        </button>
      </div>
    </fieldset>
  );
}
