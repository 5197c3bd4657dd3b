import { isJSONObject, type ContentPart, type TextPart } from '@sdk/core';

/**
 * A text with which a model refuses. Which texts do is said by their vendor's data, whoever that is.
 *
 * A streamed one is preceded by an empty part like this, since the deltas of a text cannot say what it is.
 *
 * @param wire Key of the vendor's `providerData`.
 */
export function refusal(text: string, wire: string): TextPart {
  return { type: 'text', text, providerData: { [wire]: { refusal: true } } };
}

/** Whether a part is a text with which a model refuses. */
export function isRefusal({ type, providerData }: ContentPart): boolean {
  if (type !== 'text' || !providerData) return false;
  return Object.values(providerData).some((own) => isJSONObject(own) && own['refusal'] === true);
}
