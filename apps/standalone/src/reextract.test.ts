import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { statementPageSchema } from '@parley/contracts';
import {
  countOutdatedReadings,
  type Difference,
  type PositionDifference,
  type ReextractionOptions,
  type ReextractionPhase,
  reextract,
  type StatementDifference,
} from '@parley/derivation';
import { silentLogger, systemClock } from '@parley/platform';
import { rebuildRecord } from '@parley/projection';
import { DossierRegistry } from '@parley/reading';
import { madeUpArticles, madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { OtherRules } from './other-rules.test-support.js';
import { movingClock, type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';
import { changesOf, logSize, recordOf, type WholeRecord } from './record-as-it-is.test-support.js';

/* Stored articles of the made-up negotiation, read again by rules of another version. */

jest.setTimeout(120_000);

const YAML = { 'content-type': 'application/yaml' };

let parley: ParleyUnderTest;
beforeEach(async () => {
  parley = await startParleyUnderTest({ clock: movingClock() });
  await parley.post('/v1/dossiers', madeUpDossierYaml(), YAML);
});
afterEach(async () => parley.close());

async function ingest(seed: number, count: number): Promise<void> {
  const lines = [...madeUpArticles(seed, count)].map((article) => JSON.stringify(article)).join('\n');
  await parley.post('/v1/articles', lines, { 'content-type': 'application/x-ndjson' });
  await parley.caughtUp();
}

async function readAnew(version: string, options: Partial<ReextractionOptions> = {}) {
  const dossiers = new DossierRegistry(parley.log, silentLogger);
  await dossiers.catchUp();
  const reader = new OtherRules(version);
  const differences: Difference[] = [];
  try {
    const report = await reextract({
      log: parley.log,
      databaseUrl: parley.databaseUrl,
      clock: systemClock,
      logger: silentLogger,
      reader,
      extractors: [reader.extractor],
      dossiers: dossiers.all(),
      selection: { publisher: null, since: null, until: null },
      atOnce: 7,
      batchSize: 10,
      apply: false,
      onDifference: async (difference) => {
        differences.push(difference);
      },
      ...options,
    });
    return { report, positions: positionsIn(differences), statements: statementsIn(differences), reader };
  } finally {
    await reader.close();
  }
}

async function outdated(version: string): Promise<number> {
  const dossiers = new DossierRegistry(parley.log, silentLogger);
  await dossiers.catchUp();
  const [entry] = dossiers.all();
  if (!entry) throw new Error('no dossier is published');
  const dossier = { id: entry.dossier.dossier, version: entry.version, from: entry.dossier.from };
  return countOutdatedReadings(parley.pool, dossier, { kind: 'rules', id: 'rules', version });
}

const positionsIn = (differences: readonly Difference[]): PositionDifference[] =>
  differences.filter((one) => one.difference === 'position');
const statementsIn = (differences: readonly Difference[]): StatementDifference[] =>
  differences.filter((one) => one.difference === 'statement');

/** The record as it would be, were these differences all that happens to it. */
function withDifferences(record: WholeRecord, differences: readonly PositionDifference[]): WholeRecord {
  const after = new Map(record);
  for (const { dossier, actor, issue, before, after: positions } of differences) {
    const key = `${dossier} ${actor.id} ${issue.id}`;
    expect(after.get(key) ?? []).toEqual(before);
    if (positions.length === 0) after.delete(key);
    else after.set(key, positions);
  }
  return new Map([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sorted = (record: WholeRecord): WholeRecord => new Map([...record].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('reading stored articles anew', () => {
  it.each([1, 2, 3])(
    'does to the record what it has shown before, nothing more and nothing less (%d)',
    async (seed) => {
      await ingest(seed, 40);
      const before = await recordOf(parley);
      const size = await logSize(parley);
      const knownBefore = new Date();

      const preview = await readAnew('other');
      expect(preview.report.applied).toBeNull();
      expect(await logSize(parley)).toBe(size);
      expect(await recordOf(parley)).toEqual(before);
      const { positions, statements } = preview;
      expect(positions.length).toBeGreaterThan(5);
      expect(statements.length).toBeGreaterThan(10);
      for (const [kind, count] of Object.entries(preview.report.positions))
        if (kind !== 'same') expect(positions.filter((one) => one.kind === kind)).toHaveLength(count);
      for (const [kind, count] of Object.entries(preview.report.statements))
        if (kind !== 'same') expect(statements.filter((one) => one.kind === kind)).toHaveLength(count);

      const announced = (await changesOf(parley)).length;
      const applied = await readAnew('other', { apply: true });
      await parley.caughtUp();
      expect(applied.report).toMatchObject({ applied: 40, articles: { read: 0, readBefore: 40 } });
      expect(await outdated('other')).toBe(0);
      expect(await outdated('another')).toBe(40);
      expect(applied.positions).toEqual(positions);
      expect(sorted(await recordOf(parley))).toEqual(withDifferences(sorted(before), positions));
      expect(await recordOf(parley, knownBefore)).toEqual(before);

      const changes = (await changesOf(parley)).slice(announced);
      expect(changes.length).toBeGreaterThan(0);
      for (const change of changes)
        expect(change).toMatchObject({
          change: 'corrected',
          derivation: {
            cause: 'reextraction',
            from: { extractor: { id: 'rules' } },
            to: { extractor: { version: 'other' } },
          },
        });
    },
  );

  it('applied twice is applied once, and can be taken back', async () => {
    await ingest(4, 20);
    const before = await recordOf(parley);
    await readAnew('other', { apply: true });
    await parley.caughtUp();
    const after = await recordOf(parley);
    const size = await logSize(parley);

    const again = await readAnew('other', { apply: true });
    await parley.caughtUp();
    expect(again.report).toMatchObject({ applied: 0, articles: { read: 0, readBefore: 0, upToDate: 20 } });
    expect(await logSize(parley)).toBe(size);

    await readAnew('another', { apply: true });
    await parley.caughtUp();
    await readAnew('other', { apply: true });
    await parley.caughtUp();
    expect(await recordOf(parley)).toEqual(after);
    expect(after).not.toEqual(before);
  });

  it('keeps what people put right', async () => {
    await parley.post('/v1/articles', {
      url: 'https://gazette.example/a',
      title: 'Talks',
      text: '"We support the harbour levy and we will vote for it," Ada Quill said on Monday. The dam project is wrong, Cerys Vant, the president, said.',
      publishedAt: '2026-03-02T12:00:00Z',
    });
    await parley.caughtUp();
    const standing = async () =>
      statementPageSchema.parse(await (await fetch(`${parley.url}/v1/statements?actor=ada-quill`)).json()).items;
    const [statement] = await standing();
    const { headers } = await fetch(`${parley.url}/v1/statements/${statement?.id}`);
    await parley.post(
      `/v1/statements/${statement?.id}/amendment`,
      { author: 'ann', reason: 'it was said on Sunday', changes: { statedOn: '2026-03-01', stance: 'noncommittal' } },
      { 'if-match': headers.get('etag') ?? '' },
    );
    await parley.caughtUp();
    const curated = (await recordOf(parley)).get('lakeside-talks ada-quill harbour-levy');
    expect(curated).toMatchObject([{ stance: 'noncommittal', validFrom: '2026-03-01' }]);

    // One of these versions trusts the statement less, one reads it as another stance, and one does not find it at all.
    for (const version of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const { positions } = await readAnew(version, { apply: true });
      const before = sorted(await recordOf(parley));
      await parley.caughtUp();
      const now = (await recordOf(parley)).get('lakeside-talks ada-quill harbour-levy');
      if (now) expect(now).toMatchObject([{ stance: 'noncommittal', validFrom: '2026-03-01' }]);
      expect(sorted(await recordOf(parley))).toEqual(withDifferences(before, positions));
    }
  });

  it('reads what was never read under a dossier, and passes over what is withdrawn', async () => {
    await ingest(5, 6);
    const { rows } = await parley.pool.query<{ id: string; text: string }>('SELECT id FROM record.article ORDER BY id');
    await parley.post(`/v1/articles/${rows[0]?.id}/withdrawal`, { reason: 'taken down', by: 'ann' });
    const late = madeUpDossierYaml().replace('dossier: lakeside-talks', 'dossier: upland-talks');
    await parley.post('/v1/dossiers', late, YAML);
    await parley.caughtUp();
    const { report, positions } = await readAnew('other', { apply: true });
    await parley.caughtUp();
    expect(report.articles).toMatchObject({ read: 10, withdrawn: 2 });
    expect(positions.filter(({ dossier, kind }) => dossier === 'upland-talks' && kind !== 'gained')).toEqual([]);
    expect([...(await recordOf(parley)).keys()].some((key) => key.startsWith('upland-talks'))).toBe(true);
    const derived = (await changesOf(parley)).filter(({ dossier }) => dossier === 'upland-talks');
    for (const change of derived) expect(change).toMatchObject({ change: 'corrected' });
    expect(derived[0]).toMatchObject({ before: null, derivation: { from: null } });
  });

  it('reads only what was chosen: by publisher, by days', async () => {
    await ingest(6, 21);
    const one = await readAnew('other', { selection: { publisher: 'Gazette 3', since: null, until: null } });
    expect(one.report.articles).toMatchObject({ read: 3 });
    expect(new Set(one.statements.map(({ article }) => article.publisher))).toEqual(new Set(['Gazette 3']));
    const { rows } = await parley.pool.query<{ day: string; count: number }>(
      `SELECT published_on::text AS day, count(*)::int AS count FROM record.article GROUP BY 1 ORDER BY 1`,
    );
    const [first, second] = [rows[2], rows[3]];
    const days = await readAnew('other', {
      selection: { publisher: null, since: first?.day ?? '', until: second?.day ?? '' },
    });
    expect(days.report.articles.read + days.report.articles.readBefore).toBe(
      (first?.count ?? 0) + (second?.count ?? 0),
    );
    for (const selection of [
      { publisher: 'Nobody', since: null, until: null },
      { publisher: null, since: '1990-01-01', until: '1990-12-31' },
    ])
      await expect(readAnew('other', { selection })).rejects.toMatchObject({ code: 'DERIVATION_NO_ARTICLES' });
    await expect(
      readAnew('other', { selection: { publisher: null, since: '2026-02-02', until: '2026-02-01' } }),
    ).rejects.toMatchObject({ code: 'DERIVATION_PERIOD_INVALID' });
    await expect(readAnew('other', { dossiers: [] })).rejects.toMatchObject({ code: 'DERIVATION_NO_DOSSIERS' });
  });

  it('leaves out an article that can not be read, and stops where the reader is away', async () => {
    await ingest(7, 9);
    const reader = new OtherRules('other');
    const failing = (retryable: boolean) =>
      Object.assign(Object.create(reader) as OtherRules, {
        read: async (...[events, dossiers, signal]: Parameters<OtherRules['read']>) => {
          if (events.some(({ data }) => data.title.endsWith('report 4')))
            throw Object.assign(new Error('no'), { retryable });
          return reader.read(events, dossiers, signal);
        },
      });
    const failed: string[] = [];
    const onFailed = (url: string) => failed.push(url);
    const { report } = await readAnew('other', { reader: failing(false), onFailed });
    expect(report.articles).toMatchObject({ read: 8, failed: 1 });
    expect(failed).toEqual(['https://gazette-4.example/lakeside/7/4']);
    await expect(readAnew('third', { reader: failing(true), atOnce: 1 })).rejects.toMatchObject({
      code: 'DERIVATION_READER_UNAVAILABLE',
    });
    await reader.close();
  });

  it('stopped in any phase, is gone on with by the next call', async () => {
    await ingest(8, 30);
    const { positions } = await readAnew('preview');
    expect(positions.length).toBeGreaterThan(0);
    const before = sorted(await recordOf(parley));
    for (const phase of ['reading', 'comparing', 'deciding', 'applying'] as const satisfies ReextractionPhase[]) {
      const stop = new AbortController();
      const stopped = readAnew('other', {
        apply: true,
        signal: stop.signal,
        onProgress: (state) => {
          if (state.phase === phase && (phase !== 'reading' || state.articles.read > 0)) stop.abort();
        },
      });
      await expect(stopped).rejects.toMatchObject({ code: 'DERIVATION_STOPPED' });
    }
    await parley.caughtUp();
    const { report } = await readAnew('other', { apply: true });
    await parley.caughtUp();
    expect(report.articles).toMatchObject({ read: 0 });
    const undisturbed = await readAnew('preview', { apply: true });
    await parley.caughtUp();
    expect(undisturbed.report.applied).toBe(30);
    expect(sorted(await recordOf(parley))).toEqual(withDifferences(before, positions));
  });

  it.each(['reading', 'applying'] as const)('killed while %s, gives what it would have given', async (phase) => {
    await ingest(9, 40);
    const { positions } = await readAnew('other');
    await parley.pool.query('DROP SCHEMA derivation CASCADE');
    const before = sorted(await recordOf(parley));

    const entry = fileURLToPath(new URL('./reextract-process.test-support.ts', import.meta.url));
    const sources = new URL('../../../test/support/register-typescript.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', sources, entry, parley.databaseUrl, 'other', phase], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    await untilNobodyDerives();
    const { report, reader } = await readAnew('other', { apply: true });
    await parley.caughtUp();
    expect(reader.articlesRead).toBeLessThan(40);
    expect(report.articles.failed).toBe(0);
    expect(sorted(await recordOf(parley))).toEqual(withDifferences(before, positions));

    const rebuilt = await recordOf(parley);
    await rebuildRecord({ log: parley.log, databaseUrl: parley.databaseUrl, logger: silentLogger });
    expect(await recordOf(parley)).toEqual(rebuilt);
  });

  it('refuses to run beside another', async () => {
    await ingest(10, 3);
    let second: Promise<unknown> | undefined;
    await readAnew('other', {
      onProgress: () => {
        second ??= expect(readAnew('other')).rejects.toMatchObject({ code: 'DERIVATION_RUNNING' });
      },
    });
    await second;
  });
});

/** The server may take a moment to notice that a process is gone. */
async function untilNobodyDerives(): Promise<void> {
  for (;;) {
    const { rowCount } = await parley.pool.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'parley derivation'`,
    );
    if (rowCount === 0) return;
  }
}
