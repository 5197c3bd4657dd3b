/** `claude-opus-4-6`, `us.anthropic.claude-opus-4-6-v1:0`, `claude-3-7-sonnet-20250219`: the family may stand on either side. */
const ID = /claude-(?:[a-z]+-)?(\d+)(?:[-.](\d{1,2}))?(?!\d)/;

/**
 * The generation of a model by its id: `claude-haiku-4-5-20251001` → `405`, `claude-opus-5` → `500`.
 *
 * `undefined` for an id that says none; such a model is treated as the newest, and asked rather than refused.
 */
export function generationOf(modelId: string): number | undefined {
  const found = ID.exec(modelId);
  return found ? Number(found[1]) * 100 + Number(found[2] ?? 0) : undefined;
}

/** From this generation on, a model thinks adaptively and takes no message of the assistant to continue. */
export const ADAPTIVE_SINCE = 406;

/** From this generation on, a model takes no thinking budget and no sampling parameters. */
export const ADAPTIVE_ONLY_SINCE = 407;

/** From this generation on, a model takes `temperature` or `top_p`, not both. */
export const ONE_SAMPLING_PARAMETER_SINCE = 401;

/** From this generation on, a model thinks. */
export const THINKS_SINCE = 307;

/** Whether a model is of a generation, or a later one. One that is not known counts as the newest. */
export function isSince(modelId: string, generation: number): boolean {
  return (generationOf(modelId) ?? Infinity) >= generation;
}

/** What may follow a model's name: a date, `latest`, a version of the host's. */
const SUFFIX = /(?:[-@](?:\d{8}|latest|v\d+(?::\d+)?))+$/;

/** Whether two ids name one model: an alias and its dated form do, whatever host they are for. */
export function isSameModel(one: string, other: string): boolean {
  return nameOf(one) === nameOf(other);
}

function nameOf(modelId: string): string {
  return modelId.slice(Math.max(0, modelId.indexOf('claude-'))).replace(SUFFIX, '');
}
