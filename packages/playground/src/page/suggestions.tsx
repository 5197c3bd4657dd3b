import { EXAMPLE_PARAMETERS, nextToolId, type Settings, type ToolDraft } from './settings.ts';

/** Something to begin with: a prompt, and what it changes in the settings. */
export interface Suggestion {
  label: string;
  prompt: string;
  settings(before: Settings): Partial<Settings>;
}

const COLOURS = {
  type: 'object',
  properties: { colours: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, hex: { type: 'string' } }, required: ['name', 'hex'], additionalProperties: false } } },
  required: ['colours'],
  additionalProperties: false,
};

const WEATHER = { name: 'get_weather', description: 'The weather in a city, now.', parameters: EXAMPLE_PARAMETERS, strict: false };

/** The tools that the user has written: those of an example go with it. */
function ownTools(tools: readonly ToolDraft[]): ToolDraft[] {
  return tools.filter(({ id: _id, ...tool }) => JSON.stringify(tool) !== JSON.stringify(WEATHER));
}

function withWeather(tools: readonly ToolDraft[]): ToolDraft[] {
  const own = ownTools(tools);
  return own.some(({ name }) => name === WEATHER.name) ? own : [...own, { id: nextToolId(own), ...WEATHER }];
}

/** Each says all that another may have changed, so that none is left over from the one before. */
export const SUGGESTIONS: readonly Suggestion[] = [
  {
    label: 'A table and some code',
    prompt: 'Compare bubble sort and merge sort in a small table, then write merge sort in TypeScript.',
    settings: ({ tools }) => ({ tools: ownTools(tools), toolChoice: '', format: 'text' }),
  },
  {
    label: 'A tool call',
    prompt: 'Do I need an umbrella in Lima today?',
    settings: ({ tools }) => ({ tools: withWeather(tools), toolChoice: '', format: 'text' }),
  },
  {
    label: 'JSON of a schema',
    prompt: 'Five colours of a sunset.',
    settings: ({ tools }) => ({ tools: ownTools(tools), toolChoice: '', format: 'schema', schema: JSON.stringify(COLOURS, null, 2) }),
  },
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
