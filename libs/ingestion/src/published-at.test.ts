import fc from 'fast-check';
import { readPublishedAt } from './published-at.js';

const now = new Date('2025-09-01T12:00:00Z');
const read = (given: string): string => {
  const date = readPublishedAt(given, now);
  return date.ok ? `${date.publishedAt} ${date.publishedOn}` : date.fault;
};

describe('a publication date', () => {
  test.each([
    ['with a zone', '2025-08-19T23:30:00-05:00', '2025-08-20T04:30:00.000Z 2025-08-19'],
    ['in UTC', '2025-08-19T09:30:00.123Z', '2025-08-19T09:30:00.123Z 2025-08-19'],
    ['with a short zone', '2025-08-19T09:30+0200', '2025-08-19T07:30:00.000Z 2025-08-19'],
    ['with a space for the T', '2025-08-19 09:30:00 +02:00', '2025-08-19T07:30:00.000Z 2025-08-19'],
    ['without a zone, taken as UTC', '2025-08-19T09:30:00', '2025-08-19T09:30:00.000Z 2025-08-19'],
    ['as a day', '2025-08-19', '2025-08-19T00:00:00.000Z 2025-08-19'],
    ['as RFC 2822', 'Tue, 19 Aug 2025 01:30:00 +0300', '2025-08-18T22:30:00.000Z 2025-08-19'],
    ['as RFC 2822 with a named zone', '19 Aug 2025 09:30:00 GMT', '2025-08-19T09:30:00.000Z 2025-08-19'],
    ['two days ahead', '2025-09-03T11:00:00Z', '2025-09-03T11:00:00.000Z 2025-09-03'],
    ['long ago', '1800-01-01', '1800-01-01T00:00:00.000Z 1800-01-01'],
    ['in the year 30000', '30000-01-01T00:00:00Z', 'names the year 30000; years from 1800 to 2200 are taken'],
    ['in the year 30000, as ISO writes it', '+030000-01-01', 'names the year 30000; years from 1800 to 2200 are taken'],
    [
      'in the year 30000, as RFC 2822',
      '1 Jan 30000 00:00:00 GMT',
      'names the year 30000; years from 1800 to 2200 are taken',
    ],
    ['in the year 12', '0012-01-01', 'names the year 12; years from 1800 to 2200 are taken'],
    ['before 1800 in UTC', '1800-01-01T00:00:00+05:00', 'lies outside the years from 1800 to 2200'],
    [
      'three days ahead',
      '2025-09-04T13:00:00Z',
      '2025-09-04T13:00:00Z lies more than 2 days ahead of now (2025-09-01T12:00:00.000Z)',
    ],
  ])('%s', (_, given, expected) => expect(read(given)).toBe(expected));

  test.each(['', 'yesterday', '2025', '2025-08', '2025-02-30', '19/08/2025', '1755595800', '2025-08-19T25:00:00Z'])(
    'is refused as %p',
    (given) => expect(read(given)).toMatch(/^".*" is no date; give ISO 8601/),
  );

  it('is the same instant in whatever zone it is printed, and the day of that zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1801-01-01'), max: now, noInvalidDate: true }),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        (instant, offset) => {
          const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
          const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
          expect(readPublishedAt(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`, now)).toEqual({
            ok: true,
            publishedAt: instant.toISOString(),
            publishedOn: local.slice(0, 10),
          });
        },
      ),
    );
  });
});
