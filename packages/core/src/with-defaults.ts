import type { CallOptions } from './call-options.ts';
import { mergeJSON } from './merge-json.ts';
import type { LanguageModel } from './model.ts';
import { wrapModel } from './wrap-model.ts';

/** Everything that a call may say but the messages and the signal, which belong to one call. */
export type DefaultOptions = Partial<Omit<CallOptions, 'messages' | 'signal'>>;

/**
 * A model with defaults for its calls. What a call sets wins; `undefined` in a call does not count as set.
 *
 * `headers`, `timeouts`, `metadata` and `providerData` merge by key, `extraBody` merges deep.
 */
export function withDefaults(model: LanguageModel, defaults: DefaultOptions): LanguageModel {
  const merge = (options: CallOptions) => mergeOptions(defaults, options);
  const overrides: Partial<LanguageModel> = {
    generate: (options) => model.generate(merge(options)),
    stream: (options) => model.stream(merge(options)),
  };
  if (model.countTokens) overrides.countTokens = async (options) => model.countTokens!(merge(options));
  return wrapModel(model, overrides);
}

const BY_KEY = ['headers', 'timeouts', 'metadata', 'providerData'] as const;

/** The options of a call over some defaults, as {@link withDefaults} merges them. */
export function mergeOptions<Options extends DefaultOptions>(defaults: DefaultOptions, options: Options): Options {
  const merged = { ...defaults, ...defined(options) };
  for (const key of BY_KEY) {
    if (defaults[key] && options[key]) merged[key] = { ...defaults[key], ...defined(options[key]) } as never;
  }
  if (defaults.extraBody && options.extraBody) merged.extraBody = mergeJSON(defaults.extraBody, options.extraBody);
  return merged;
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
