import type { Capabilities } from '@sdk/core';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Field } from './field.tsx';
import { LIMITS, type NumberName, type Settings } from './settings.ts';
import { openMistakes } from './show-mistakes.ts';
import { ToolsEditor } from './tools-editor.tsx';

interface Props {
  settings: Settings;
  mistakes: Record<string, string>;
  /** Of the models that are asked. */
  capabilities: Capabilities[];
  onSet(settings: Partial<Settings>): void;
}

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** What all models are asked with. */
export function SettingsPanel({ settings, mistakes, capabilities, onSet }: Props) {
  useEffect(openMistakes, []); // of settings that a reload has kept
  const cannot = (name: keyof Capabilities, what: string) =>
    capabilities.some((each) => each[name] === false) ? `${capabilities.length > 1 ? 'One of these models' : 'This model'} says that it ${what}.` : undefined;
  return (
    <div class="settings">
      <Field id="system" label="System prompt">
        {(tied) => <textarea {...tied} rows={4} value={settings.system} placeholder="You are …" onInput={(event) => onSet({ system: event.currentTarget.value })} />}
      </Field>
      <Section title="Sampling" count={countSampling(settings)} isOpen>
        <Sampling settings={settings} mistakes={mistakes} onSet={onSet} hint={cannot('reasoning', 'does not reason')} />
      </Section>
      <Section title="Tools" count={settings.tools.length}>
        <ToolsEditor settings={settings} mistakes={mistakes} onSet={onSet} hint={cannot('tools', 'takes no tools')} />
      </Section>
      <Section title="Output" count={settings.format === 'text' ? 0 : 1}>
        <Output settings={settings} mistakes={mistakes} onSet={onSet} hint={cannot('jsonSchema', 'cannot be held to a schema')} />
      </Section>
    </div>
  );
}

/** What the parts of the panel have in common. */
export interface PartProps {
  settings: Settings;
  mistakes: Record<string, string>;
  onSet(settings: Partial<Settings>): void;
  hint: string | undefined;
}

function Section({ title, count, isOpen, children }: { title: string; count: number; isOpen?: boolean; children: ComponentChildren }) {
  return (
    <details class="section" open={isOpen}>
      <summary>
        {title} {count > 0 && <span class="count">{count} set</span>}
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}

function countSampling(settings: Settings): number {
  const names = Object.keys(LIMITS) as NumberName[];
  return names.filter((name) => settings[name] !== '').length + Number(settings.stopSequences !== '') + Number(settings.reasoning !== '');
}

const LABELS: Record<NumberName, string> = {
  temperature: 'Temperature',
  topP: 'Top P',
  maxTokens: 'Max tokens',
  topK: 'Top K',
  presencePenalty: 'Presence penalty',
  frequencyPenalty: 'Frequency penalty',
  repetitionPenalty: 'Repetition penalty',
  seed: 'Seed',
};
const OFTEN_SET: NumberName[] = ['temperature', 'topP', 'maxTokens'];
const SELDOM_SET: NumberName[] = ['topK', 'seed', 'presencePenalty', 'frequencyPenalty', 'repetitionPenalty'];

function Sampling({ settings, mistakes, onSet, hint }: PartProps) {
  const numbers = (names: NumberName[]) => names.map((name) => <NumberField key={name} name={name} settings={settings} mistakes={mistakes} onSet={onSet} />);
  return (
    <>
      <div class="grid">
        {numbers(OFTEN_SET)}
        <Field id="reasoning" label="Reasoning" hint={hint}>
          {(tied) => (
            <select {...tied} value={settings.reasoning} onChange={(event) => onSet({ reasoning: event.currentTarget.value })}>
              <option value="">not sent</option>
              {EFFORTS.map((effort) => (
                <option key={effort}>{effort}</option>
              ))}
              <option value="budget">a budget</option>
            </select>
          )}
        </Field>
        {settings.reasoning === 'budget' && (
          <Field id="reasoningBudget" label="Reasoning tokens" mistake={mistakes['reasoningBudget']}>
            {(tied) => <input {...tied} inputMode="numeric" value={settings.reasoningBudget} onInput={(event) => onSet({ reasoningBudget: event.currentTarget.value })} />}
          </Field>
        )}
      </div>
      <details class="more">
        <summary>More</summary>
        <div class="grid">{numbers(SELDOM_SET)}</div>
        <Field id="stopSequences" label="Stop sequences, one per line">
          {(tied) => <textarea {...tied} class="mono" rows={2} value={settings.stopSequences} onInput={(event) => onSet({ stopSequences: event.currentTarget.value })} />}
        </Field>
      </details>
    </>
  );
}

function NumberField({ name, settings, mistakes, onSet }: Omit<PartProps, 'hint'> & { name: NumberName }) {
  return (
    <Field id={name} label={LABELS[name]} mistake={mistakes[name]}>
      {(tied) => (
        <input {...tied} inputMode={LIMITS[name].whole ? 'numeric' : 'decimal'} autocomplete="off" placeholder="not sent" value={settings[name]} onInput={(event) => onSet({ [name]: event.currentTarget.value })} />
      )}
    </Field>
  );
}

function Output({ settings, mistakes, onSet, hint }: PartProps) {
  return (
    <>
      <Field id="format" label="Format" hint={settings.format === 'schema' ? hint : undefined}>
        {(tied) => (
          <select {...tied} value={settings.format} onChange={(event) => onSet({ format: event.currentTarget.value as Settings['format'] })}>
            <option value="text">Text</option>
            <option value="json">Any JSON</option>
            <option value="schema">JSON of a schema</option>
          </select>
        )}
      </Field>
      {settings.format === 'schema' && (
        <Field id="schema" label="JSON Schema" mistake={mistakes['schema']}>
          {(tied) => <textarea {...tied} class="mono" rows={10} spellcheck={false} value={settings.schema} onInput={(event) => onSet({ schema: event.currentTarget.value })} />}
        </Field>
      )}
    </>
  );
}
