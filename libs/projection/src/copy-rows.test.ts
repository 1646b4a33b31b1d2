import fc from 'fast-check';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { copyRows } from './copy-rows.js';
import { arrayLiteral, type Column, insertRows } from './row-set.js';
import { storableJson } from './storable-text.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const columns = `number int PRIMARY KEY, text text, words text[], known tstzrange, at timestamptz, document jsonb, bytes bytea,
    large bigint, share real, yes text`;
  await client.query(`CREATE TABLE copied (${columns}); CREATE TABLE inserted (${columns})`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Row {
  readonly number: number;
  readonly text: string | null;
  readonly words: readonly string[];
  readonly at: Date;
  readonly bytes: Buffer;
}

const columns: readonly Column<Row>[] = [
  { name: 'number', type: 'int', of: ({ number }) => number },
  { name: 'text', type: 'text', of: ({ text }) => text },
  { name: 'words', type: 'text', of: ({ words }) => arrayLiteral(words), as: 'r.words::text[]' },
  { name: 'known', type: 'text', of: ({ at }) => `[${at.toISOString()},)`, as: 'r.known::tstzrange' },
  { name: 'at', type: 'timestamptz', of: ({ at }) => at },
  {
    name: 'document',
    type: 'jsonb',
    of: ({ text }) => (text === null ? null : storableJson({ [text]: [text] })),
    as: `nullif(r.document, 'null'::jsonb)`,
  },
  { name: 'bytes', type: 'bytea', of: ({ bytes }) => bytes },
  { name: 'large', type: 'bigint', of: ({ number }) => 2n ** 62n + BigInt(number) },
  { name: 'share', type: 'real', of: ({ number }) => number / 7 },
  { name: 'yes', type: 'text', of: ({ number }) => number % 2 === 0 },
];

/** Characters that mean something to COPY, to arrays or to JSON, that no text may have, and that take several bytes. */
const character = fc.constantFrom(...'\\\t\n\r\b\0"\'{},.Nx ń€', '\ud83d\ude00', '\ud83d', '\udc00', '\u2028');
const awkward = fc.oneof(fc.string({ unit: character, maxLength: 12 }), fc.constantFrom('', '\\N', '\\.', 'NULL'));

const row: fc.Arbitrary<Omit<Row, 'number'>> = fc.record({
  text: fc.option(awkward),
  words: fc.array(
    awkward.map((text) => text.replace(/[\0\ud800-\udfff]/g, '')),
    { maxLength: 3 },
  ),
  at: fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  bytes: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
});

describe('rows that are copied', () => {
  it('are the rows that an INSERT makes of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (some) => {
        await client.query('TRUNCATE copied, inserted');
        const rows = some.map((one, number) => ({ ...one, number }));
        await copyRows(client, 'copied', rows, columns);
        await insertRows(client, 'inserted', rows, columns);
        const { rows: different } = await client.query(
          '(TABLE copied EXCEPT ALL TABLE inserted) UNION ALL (TABLE inserted EXCEPT ALL TABLE copied)',
        );
        expect(different).toEqual([]);
        const { rows: counted } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM copied');
        expect(counted).toEqual([{ count: rows.length }]);
      }),
      { numRuns: 60 },
    );
  });

  it('are many at a time, in chunks', async () => {
    await client.query('TRUNCATE copied');
    const rows = Array.from({ length: 3_000 }, (_, number) => ({
      number,
      text: `${number} `.repeat(40),
      words: ['a'],
      at: new Date(0),
      bytes: Buffer.of(number % 256),
    }));
    await insertRows(client, 'copied', rows, columns);
    const { rows: read } = await client.query<{ number: number; text: string }>(
      'SELECT number, text FROM copied ORDER BY number',
    );
    expect(read).toEqual(rows.map(({ number, text }) => ({ number, text })));
  });

  it('that are there already are the error of the database, and the connection can be used on', async () => {
    const one = { number: 1, text: null, words: [], at: new Date(0), bytes: Buffer.alloc(0) };
    await client.query('TRUNCATE copied');
    await expect(copyRows(client, 'copied', [one, one], columns)).rejects.toMatchObject({ code: '23505' });
    await copyRows(client, 'copied', [one], columns);
  });
});
