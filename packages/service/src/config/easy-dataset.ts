import { ConfigurationError, isJSONObject, type JSONValue } from '@sdk/core';
import type { ModelConfig } from './model-config.ts';

/** A row of Easy Dataset's table of model configurations. A driver may give its numbers as texts. */
export interface EasyDatasetRow {
  provider_id: string;
  endpoint?: string | null;
  api_key?: string | null;
  model_name?: string | null;
  /** Sent where there is no `model_name`. */
  model_id?: string | null;
  temperature?: number | string | null;
  max_tokens?: number | string | null;
  top_p?: number | string | null;
  /** 0 means that it is not sent. */
  top_k?: number | string | null;
}

/**
 * A row of Easy Dataset as a configuration. Columns that are not named above are not looked at.
 *
 * @throws ConfigurationError when a column that must be a number is none.
 * @example
 * const answer = await service.chat(fromEasyDatasetRow(row), messages);
 */
export function fromEasyDatasetRow(row: EasyDatasetRow): ModelConfig {
  if (!isJSONObject(row)) throw new ConfigurationError('A row of Easy Dataset must be an object.');
  const { provider_id: provider, endpoint, api_key: apiKey, model_name: name, model_id: id } = row;
  const config: ModelConfig = { provider: String(provider ?? '').trim().toLowerCase(), model: (name || id) ?? '' };
  if (endpoint) config.endpoint = endpoint;
  if (apiKey) config.apiKey = apiKey;
  const columns = [['temperature', 'temperature'], ['maxTokens', 'max_tokens'], ['topP', 'top_p'], ['topK', 'top_k']] as const;
  for (const [setting, column] of columns) {
    const value = numberOf(row[column], column);
    if (value !== undefined && !(setting === 'topK' && value === 0)) config[setting] = value;
  }
  return config;
}

function numberOf(value: JSONValue | undefined, column: string): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = typeof value === 'boolean' ? NaN : Number(value);
  if (Number.isNaN(number)) throw new ConfigurationError(`The row of Easy Dataset holds a ${column} that is no number.`);
  return number;
}
