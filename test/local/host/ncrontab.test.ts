import { describe, expect, it } from 'vitest';
import { parseNcrontab } from '../../../local/host/ncrontab.ts';

describe('the next time of an NCRONTAB expression', () => {
  it.each([
    ['*/15 * * * * *', '2026-01-05T08:00:00Z', '2026-01-05T08:00:15Z'],
    ['*/15 * * * * *', '2026-01-05T08:00:59.900Z', '2026-01-05T08:01:00Z'],
    ['0 */5 * * * *', '2026-01-05T08:00:00Z', '2026-01-05T08:05:00Z'],
    ['30 5 9-17 * * *', '2026-01-05T17:05:30Z', '2026-01-06T09:05:30Z'],
    ['0 30 9 * * Mon-Fri', '2026-01-09T09:30:00Z', '2026-01-12T09:30:00Z'],
    ['0 0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 0 1 Jan,Jul *', '2026-01-05T08:00:00Z', '2026-07-01T00:00:00Z'],
    ['0 10/20 * * * *', '2026-01-05T08:30:00Z', '2026-01-05T08:50:00Z'],
    ['0 0 23 31 12 *', '2026-12-31T23:00:00Z', '2027-12-31T23:00:00Z'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(parseNcrontab(expression).next(Date.parse(after))).toBe(Date.parse(expected));
  });

  it('is none for a day that never comes', () => {
    expect(parseNcrontab('0 0 0 31 2 *').next(Date.UTC(2026, 0, 1))).toBeUndefined();
  });

  it.each([
    ['60 * * * * *', "field 'second' is '60'"],
    ['0 0 24 * * *', "field 'hour' is '24'"],
    ['0 0 0 * * Moonday', "field 'day of week' is 'Moonday'"],
    ['0 */0 * * * *', "field 'minute' is '*/0'"],
    ['0 9-5 * * * *', "field 'minute' is '9-5'"],
    ['', 'six are needed'],
  ])('%s is refused', (expression, message) => {
    expect(() => parseNcrontab(expression)).toThrow(message);
  });
});
