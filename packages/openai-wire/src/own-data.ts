import { isJSONObject, type Annotated, type JSONObject } from '@sdk/core';

/** What `providerData` holds for one wire; `{}` where it holds nothing. */
export function ownDataOf({ providerData }: Pick<Annotated, 'providerData'>, wire: string): JSONObject {
  const own = providerData?.[wire];
  return isJSONObject(own) ? own : {};
}
