import type { Capabilities } from '@sdk/core';
import { useState } from 'preact/hooks';
import type { ListedModel, ModelList } from '../page-api.ts';

interface Props {
  id: string;
  label: string;
  list: ModelList | undefined;
  model: string;
  onChoose(model: string): void;
}

const OTHER = '\u0000other';

/** Chooses a model of the list, or one that is named by hand. */
export function ModelPicker({ id, label, list, model, onChoose }: Props) {
  const listed = list?.models.find(({ name }) => name === model);
  const [wantsOther, setWantsOther] = useState(false);
  const isOther = wantsOther || (list !== undefined && !listed);
  const choose = (value: string) => {
    setWantsOther(value === OTHER);
    if (value !== OTHER) onChoose(value);
  };
  return (
    <div class="picker">
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <select id={id} title={model} value={isOther ? OTHER : model} disabled={!list} onChange={(event) => choose(event.currentTarget.value)}>
        {!list && <option value={model}>Listing models …</option>}
        {groupsOf(list).map(([provider, models]) => (
          <optgroup key={provider} label={provider}>
            {models.map(({ name, modelId, isDefault }) => (
              <option key={name} value={name}>
                {modelId}
                {isDefault && ' (default)'}
              </option>
            ))}
          </optgroup>
        ))}
        <option value={OTHER}>Another model …</option>
      </select>
      {isOther && <input class="mono" aria-label={`${label}, by name`} placeholder="provider/model" spellcheck={false} value={model} onInput={(event) => onChoose(event.currentTarget.value)} />}
      {listed && <Badges model={listed} />}
    </div>
  );
}

function groupsOf(list: ModelList | undefined): [provider: string, models: ListedModel[]][] {
  const groups = new Map<string, ListedModel[]>();
  for (const model of list?.models ?? []) {
    const provider = model.name.slice(0, model.name.indexOf('/'));
    groups.set(provider, [...(groups.get(provider) ?? []), model]);
  }
  return [...groups];
}

const SHOWN = { tools: 'tools', vision: 'images', jsonSchema: 'schema', reasoning: 'reasoning' } satisfies Partial<Record<keyof Capabilities, string>>;

/** What the model is known to do, and not to do. */
function Badges({ model: { capabilities, contextWindow } }: { model: ListedModel }) {
  const known = (Object.keys(SHOWN) as (keyof typeof SHOWN)[]).filter((name) => capabilities[name] !== undefined);
  if (known.length === 0 && contextWindow === undefined) return null;
  return (
    <ul class="badges" aria-label="Capabilities">
      {known.map((name) => (
        <li key={name} class={capabilities[name] ? 'yes' : 'no'}>
          {!capabilities[name] && <span class="visually-hidden">no </span>}
          {SHOWN[name]}
        </li>
      ))}
      {contextWindow !== undefined && <li>{formatTokens(contextWindow)} context</li>}
    </ul>
  );
}

function formatTokens(tokens: number): string {
  return tokens < 1000 ? String(tokens) : `${Math.round(tokens / 1000)}k`;
}
