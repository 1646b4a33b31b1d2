import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { withClient } from '../../../../test/support/record-of.js';
import { createRecordDataSource } from './create-record-data-source.js';
import { PositionEntity } from './entities/position.entity.js';
import { migrateRecord } from './migrate-record.js';
import { grantRecordReader, RECORD_READER } from './record-reader.js';
import { rewrittenDaysSql } from './rewritten-days.sql.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await database.drop();
});

const tablesOf = (url: string, schema: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1',
      [schema],
    );
    return rows.map((row) => row.name);
  });

describe('migrating the record', () => {
  it('makes tables and views once, however many services start at the same time', async () => {
    const reports = await Promise.all(Array.from({ length: 5 }, () => migrateRecord(database.url)));
    expect(reports.flatMap((report) => report.applied)).toEqual([
      'FirstRecord1763769600000',
      'PositionDoubt1795348800000',
      'Withdrawals1795435200000',
      'Curations1795521600000',
      'RewrittenDays1795608000000',
      'StatementHistory1795694400000',
      'UnreadArticles1795780800000',
      'PositionLookups1795953600000',
      'PositionBounds1796040000000',
    ]);
    expect(await tablesOf(database.url, 'record')).toEqual(
      expect.arrayContaining(['article', 'position', 'migration', 'v_changes', 'v_matrix', 'v_position_history']),
    );
  });

  it('makes the same in a schema beside it', async () => {
    await migrateRecord(database.url);
    await migrateRecord(database.url, 'record_next');
    expect(await tablesOf(database.url, 'record_next')).toEqual(await tablesOf(database.url, 'record'));
  });

  it('refuses a name that would need quoting', async () => {
    await expect(migrateRecord(database.url, 'record"; DROP')).rejects.toThrow(RangeError);
  });

  it('works with an empty search_path and without a schema public', async () => {
    await withClient(database.url, (client) => client.query('DROP SCHEMA public'));
    const url = `${database.url}?options=${encodeURIComponent('-c search_path=')}`;
    await expect(migrateRecord(url)).resolves.toMatchObject({
      applied: [
        'FirstRecord1763769600000',
        'PositionDoubt1795348800000',
        'Withdrawals1795435200000',
        'Curations1795521600000',
        'RewrittenDays1795608000000',
        'StatementHistory1795694400000',
        'UnreadArticles1795780800000',
        'PositionLookups1795953600000',
        'PositionBounds1796040000000',
      ],
    });
  });

  it('leaves changes of before with what they rewrote, which was their whole timeline', async () => {
    await migrateRecord(database.url);
    await withClient(database.url, async (client) => {
      const insert = (offset: number, data: unknown) =>
        client.query(
          `INSERT INTO record.change VALUES (gen_random_uuid(), 0, $1, 'd', 'a', 'i', 'corrected', 1, NULL, NULL, NULL, $2, now())`,
          [offset, data],
        );
      await insert(0, { sequence: 1, timeline: null });
      await insert(1, { sequence: 2, timeline: [{ position: {}, statementIds: [] }] });
      for (const statement of rewrittenDaysSql('record')) await client.query(statement);
      for (const statement of rewrittenDaysSql('record')) await client.query(statement);
      const { rows } = await client.query('SELECT data FROM record.change ORDER BY "offset"');
      expect(rows.map(({ data }) => data)).toEqual([
        { sequence: 1, rewritten: null },
        { sequence: 2, rewritten: { from: null, to: null, segments: [{ position: {}, statementIds: [] }] } },
      ]);
    });
  });

  it('lets the reader role read all and change nothing', async () => {
    const report = await migrateRecord(database.url);
    expect(report.reader).toEqual({ granted: true });
    await withClient(database.url, async (client) => {
      await client.query(`SET ROLE ${RECORD_READER}`);
      await expect(client.query('SELECT * FROM record.v_matrix')).resolves.toMatchObject({ rowCount: 0 });
      await expect(client.query('DELETE FROM record.position')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('says why there is no reader role where the owner may not make one', async () => {
    await migrateRecord(database.url);
    const owner = `${database.name}_owner`;
    await withClient(database.url, async (client) => {
      // All of it in one transaction that is rolled back: roles belong to the whole server.
      await client.query('BEGIN');
      await client.query(`CREATE ROLE ${owner}`);
      await client.query(`ALTER SCHEMA record OWNER TO ${owner}`);
      await client.query(`ALTER ROLE ${RECORD_READER} RENAME TO ${database.name}_reader`);
      await client.query(`SET LOCAL ROLE ${owner}`);
      expect(await grantRecordReader(client, 'record')).toEqual({
        granted: false,
        reason: expect.stringContaining('permission denied to create role'),
      });
      await client.query('ROLLBACK');
    });
  });

  it('needs no more than to own the database', async () => {
    const owner = `${database.name}_owner`;
    await withClient(database.url, async (client) => {
      await client.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'only-for-this-test'`);
      await client.query(`ALTER DATABASE ${database.name} OWNER TO ${owner}`);
    });
    try {
      const url = new URL(database.url);
      url.username = owner;
      url.password = 'only-for-this-test';
      expect((await migrateRecord(url.href)).applied).toHaveLength(9);
    } finally {
      await withClient(database.url, async (client) => {
        await client.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`);
        await client.query(`DROP OWNED BY ${owner}`);
        await client.query(`DROP ROLE ${owner}`);
      });
    }
  });
});

describe('the entities', () => {
  it('name every column of every table, and none besides', async () => {
    await migrateRecord(database.url);
    const dataSource = await createRecordDataSource({ url: database.url, poolSize: 1 }).initialize();
    try {
      const rows: { table: string; column: string }[] = await dataSource.query(
        `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
           JOIN information_schema.tables t USING (table_schema, table_name)
          WHERE c.table_schema = 'record' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'migration'`,
      );
      const inTables = rows.map((row) => `${row.table}.${row.column}`).sort();
      const inEntities = dataSource.entityMetadatas
        .flatMap((entity) => entity.columns.map((column) => `${entity.tableName}.${column.databaseName}`))
        .sort();
      expect(inEntities).toEqual(inTables);
    } finally {
      await dataSource.destroy();
    }
  });

  const insert = `INSERT INTO record.position
      (id, dossier_id, actor_id, issue_id, stance, valid, known, last_stated_on, statements, independent_sources,
       condition, statement_ids, sequence)
    VALUES ($1, 'd', 'a', 'i', 'support', $2, '[2025-08-21T10:00:00.123Z,)', '2025-08-20', 1, 1, null, '{}', 1)`;

  it('give days as days and instants as dates, whatever the zone of the process', async () => {
    await migrateRecord(database.url);
    const dataSource = await createRecordDataSource({ url: database.url, poolSize: 1 }).initialize();
    try {
      await dataSource.query(insert, ['00000000-0000-4000-8000-000000000001', '[2025-08-19,)']);
      const position = await dataSource
        .getRepository(PositionEntity)
        .createQueryBuilder('p')
        .where('p.valid @> CAST(:day AS date)', { day: '2025-08-20' })
        .getOneOrFail();
      expect(position).toMatchObject({
        validFrom: '2025-08-19',
        validTo: null,
        knownFrom: new Date('2025-08-21T10:00:00.123Z'),
        knownTo: null,
        lastStatedOn: '2025-08-20',
      });
    } finally {
      await dataSource.destroy();
    }
  });

  it('are guarded by the database: two stances at once are refused', async () => {
    await migrateRecord(database.url);
    await withClient(database.url, async (client) => {
      await client.query(insert, ['00000000-0000-4000-8000-000000000001', '[2025-08-19,)']);
      await expect(
        client.query(insert, ['00000000-0000-4000-8000-000000000002', '[2025-08-25,2025-08-26)']),
      ).rejects.toMatchObject({ code: '23P01' });
      await client.query(insert, ['00000000-0000-4000-8000-000000000003', '[2025-08-01,2025-08-19)']);
    });
  });
});
