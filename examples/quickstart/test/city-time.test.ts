import { expect, test } from 'vitest';
import { cityTime, timeZoneOf } from '../src/city-time.ts';
import { clock } from './support.ts';

test.each([
  ['Tokyo', 'Asia/Tokyo'],
  ['tokyo', 'Asia/Tokyo'],
  [' New  York ', 'America/New_York'],
  ['São Paulo', 'America/Sao_Paulo'],
  ['Paris, France', 'Europe/Paris'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['UTC', 'UTC'],
  ['Atlantis', undefined],
  ['', undefined],
])('the time zone of %j is %s', (city, zone) => {
  expect(timeZoneOf(city)).toBe(zone);
});

test('the tool gives the time that a clock in the city shows', async () => {
  const { time } = (await cityTime.run({ city: 'Kolkata' })) as { time: string };
  expect(clock('Asia/Kolkata').some((shown) => time.endsWith(shown))).toBe(true);
});
