import { EXAMPLE_PARAMETERS, type Settings } from './settings.ts';

/** Something to begin with: a prompt, and settings for it. */
export interface Suggestion {
  label: string;
  prompt: string;
  settings: Partial<Settings>;
}

const COLOURS = {
  type: 'object',
  properties: { colours: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, hex: { type: 'string' } }, required: ['name', 'hex'], additionalProperties: false } } },
  required: ['colours'],
  additionalProperties: false,
};

const SUGGESTIONS: Suggestion[] = [
  { label: 'A table and some code', prompt: 'Compare bubble sort and merge sort in a small table, then write merge sort in TypeScript.', settings: {} },
  {
    label: 'A tool call',
    prompt: 'Do I need an umbrella in Lima today?',
    settings: { tools: [{ id: 1, name: 'get_weather', description: 'The weather in a city, now.', parameters: EXAMPLE_PARAMETERS, strict: false }] },
  },
  { label: 'JSON of a schema', prompt: 'Five colours of a sunset.', settings: { format: 'schema', schema: JSON.stringify(COLOURS, null, 2) } },
];

/** Buttons that fill in a prompt, and the settings that belong to it. Nothing is sent. */
export function Suggestions({ onChoose }: { onChoose(suggestion: Suggestion): void }) {
  return (
    <div class="suggestions" role="group" aria-label="Examples">
      {SUGGESTIONS.map((suggestion) => (
        <button key={suggestion.label} type="button" onClick={() => onChoose(suggestion)}>
          {suggestion.label}
        </button>
      ))}
    </div>
  );
}
