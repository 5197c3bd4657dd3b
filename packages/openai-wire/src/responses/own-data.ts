import { isJSONObject, type Annotated, type JSONObject, type ProviderData } from '@sdk/core';
import type { WireItem } from './wire.ts';

/** What this wire keeps with a part, to send it back as it came. */
export type OwnData = JSONObject & {
  /** The model that wrote the part. Without it, the data was written by hand and is for any model. */
  model?: string;
  /** The item that the part came from, or what the part itself does not say of it. */
  item?: WireItem;
  /** Id of the message that a text is part of. */
  id?: string;
  /** What a message is for: `commentary` or `final_answer`. */
  phase?: string;
  /** The text is a refusal. */
  refusal?: boolean;
  /** The thought stands in `content`; else it stands in `summary`. */
  raw?: boolean;
};

/** Data of this wire for a part. */
export function ownData(wire: string, data: OwnData): ProviderData {
  return { [wire]: data };
}

/** The data of this wire, if it has any that this model can use. */
export function readOwnData({ providerData }: Annotated, wire: string, modelId: string): OwnData | undefined {
  const data = providerData?.[wire];
  if (!isJSONObject(data)) return undefined;
  return data['model'] === undefined || data['model'] === modelId ? (data) : undefined;
}
