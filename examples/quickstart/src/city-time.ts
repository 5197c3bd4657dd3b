import type { JSONObject } from '@sdk/core';
import type { RunnableTool } from './converse.ts';

/** `Europe`, `America/Argentina`, …: what may stand before a city in the name of a time zone. */
const AREAS = new Set(Intl.supportedValuesOf('timeZone').map((zone) => zone.slice(0, zone.lastIndexOf('/'))));

/** The one tool of this example: the current time in a city. */
export const cityTime: RunnableTool = {
  name: 'cityTime',
  description: 'The current date and time in a city.',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'A city, e.g. "New York", or an IANA time zone, e.g. "America/New_York".' },
    },
    required: ['city'],
    additionalProperties: false,
  },
  run({ city }: JSONObject) {
    if (typeof city !== 'string' || city.trim() === '') throw new Error('Say which city.');
    const timeZone = timeZoneOf(city);
    // The model reads this, and can try again.
    if (!timeZone) throw new Error(`No time zone is named after ${city}. Give an IANA time zone, e.g. "Asia/Tokyo".`);
    const time = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' }).format();
    return { city, timeZone, time };
  },
};

/** The IANA time zone of a city, or of a zone's own name; `undefined` when none is named so. */
export function timeZoneOf(city: string): string | undefined {
  const [name = ''] = city.normalize('NFD').replaceAll(/\p{M}/gu, '').split(',');
  const file = name.trim().replaceAll(/\s+/g, '_');
  return [file, ...[...AREAS].map((area) => `${area}/${file}`)].map(canonicalZone).find((zone) => zone !== undefined);
}

function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
