import type { JSONObject } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';

/** Says that an option is left out because the vendor does not know it. */
export function warnUnsupported(context: EncodeContext, option: string): void {
  context.warn({ kind: 'unsupported', option, message: `${context.provider} takes no ${option} for ${context.modelId}; it is left out.` });
}

/** Leaves out fields that a model does not take; `options` says for each which option it comes from, if any, to warn of. */
export function dropFields(body: JSONObject, options: Readonly<Record<string, string | undefined>>, context: EncodeContext): JSONObject {
  const kept = { ...body };
  for (const field of Object.keys(options)) {
    if (kept[field] === undefined) continue;
    delete kept[field];
    if (options[field]) warnUnsupported(context, options[field]);
  }
  return kept;
}
