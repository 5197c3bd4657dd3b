import { isJSONObject, type ProviderData } from '@sdk/core';

/** Says that a text is what a model refuses with. @param wire Key of the vendor's `providerData`. */
export function refusalData(wire: string): ProviderData {
  return { [wire]: { refusal: true } };
}

/** Whether a text, or a piece of one, is what a model refuses with. Its vendor's data say so, whoever that is. */
export function isRefusal({ providerData }: { providerData?: ProviderData | undefined }): boolean {
  return providerData !== undefined && Object.values(providerData).some((own) => isJSONObject(own) && own['refusal'] === true);
}
