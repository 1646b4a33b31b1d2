import { jest } from '@jest/globals';
import { type PositionDifference, type RederivationOptions, rederive } from '@parley/derivation';
import { policyOf } from '@parley/domain';
import { silentLogger } from '@parley/platform';
import { rebuildRecord } from '@parley/projection';
import { madeUpArticles, madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { movingClock, type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';
import { changesOf, logSize, recordOf, type WholeRecord } from './record-as-it-is.test-support.js';

/* The positions of the made-up negotiation, decided under another policy. */

jest.setTimeout(120_000);

const YAML = { 'content-type': 'application/yaml' };
const STRICT = {
  leastConfidence: 0.6,
  shiftWeight: 0.9,
  conflictWindowDays: 20,
  sources: { 'Gazette 1': 'E' as const },
};
const strictYaml = (): string => `${madeUpDossierYaml()}policy: ${JSON.stringify(STRICT)}\n`;

let parley: ParleyUnderTest;
beforeEach(async () => {
  parley = await startParleyUnderTest({ clock: movingClock() });
  await parley.post('/v1/dossiers', madeUpDossierYaml(), YAML);
});
afterEach(async () => parley.close());

async function ingest(seed: number, count: number, from = 0): Promise<void> {
  const lines = [...madeUpArticles(seed, count, from)].map((article) => JSON.stringify(article)).join('\n');
  await parley.post('/v1/articles', lines, { 'content-type': 'application/x-ndjson' });
  await parley.caughtUp();
}

async function decideAnew(options: Partial<RederivationOptions> = {}) {
  const differences: PositionDifference[] = [];
  const report = await rederive({
    log: parley.log,
    pool: parley.pool,
    databaseUrl: parley.databaseUrl,
    dossier: 'lakeside-talks',
    policy: null,
    apply: false,
    publishedBy: 'ann',
    now: new Date('2026-12-24T00:00:00Z'),
    onDifference: async (difference) => {
      differences.push(difference);
    },
    ...options,
  });
  await parley.caughtUp();
  return { report, differences };
}

const sorted = (record: WholeRecord): WholeRecord => new Map([...record].sort(([a], [b]) => (a < b ? -1 : 1)));

function withDifferences(record: WholeRecord, differences: readonly PositionDifference[]): WholeRecord {
  const after = new Map(record);
  for (const { dossier, actor, issue, before, after: positions } of differences) {
    const key = `${dossier} ${actor.id} ${issue.id}`;
    expect(after.get(key) ?? []).toEqual(before);
    if (positions.length === 0) after.delete(key);
    else after.set(key, positions);
  }
  return sorted(after);
}

describe('a new policy', () => {
  it('comes into force for the whole dossier at once, as was shown before, and not with the news', async () => {
    await ingest(1, 30);
    const before = sorted(await recordOf(parley));
    await parley.post('/v1/dossiers', strictYaml(), YAML);
    await parley.caughtUp();
    expect(sorted(await recordOf(parley))).toEqual(before);

    // What touches a timeline meanwhile is decided as the others are.
    await ingest(1, 10, 30);
    const touched = sorted(await recordOf(parley));
    const announced = await changesOf(parley);
    for (const change of announced) expect(change).toMatchObject({ policy: { id: 'default' }, derivation: null });

    const size = await logSize(parley);
    const preview = await decideAnew();
    expect(await logSize(parley)).toBe(size);
    expect(preview.report).toMatchObject({ from: { id: 'default' }, to: { id: 'lakeside-talks' }, applied: null });
    expect(preview.differences.length).toBeGreaterThan(5);
    const knownBefore = new Date();

    const { report, differences } = await decideAnew({ apply: true });
    expect(differences).toEqual(preview.differences);
    expect(report.applied).toBe(3);
    expect(sorted(await recordOf(parley))).toEqual(withDifferences(touched, differences));
    expect(sorted(await recordOf(parley, knownBefore))).toEqual(touched);
    const changes = (await changesOf(parley)).slice(announced.length);
    expect(changes).toHaveLength(differences.length);
    const { from, to } = report;
    for (const change of changes)
      expect(change).toMatchObject({
        change: 'corrected',
        derivation: {
          cause: 'rederivation',
          from: { id: from.id, version: from.version },
          to: { id: to.id, version: to.version },
        },
      });

    const again = await decideAnew({ apply: true });
    expect(again).toMatchObject({ report: { applied: null }, differences: [] });
    expect((await changesOf(parley)).length).toBe(announced.length + changes.length);
    const record = sorted(await recordOf(parley));
    await rebuildRecord({ log: parley.log, databaseUrl: parley.databaseUrl, logger: silentLogger });
    expect(sorted(await recordOf(parley))).toEqual(record);
  });

  it('gives the record that it would have given from the beginning', async () => {
    await ingest(2, 25);
    await parley.post('/v1/dossiers', strictYaml(), YAML);
    await decideAnew({ apply: true });
    const record = sorted(await recordOf(parley));
    await parley.close();
    parley = await startParleyUnderTest({ clock: movingClock() });
    await parley.post('/v1/dossiers', strictYaml(), YAML);
    await ingest(2, 25);
    expect(record).toEqual(sorted(await recordOf(parley)));
  });

  it('can be tried before it is published, and then not applied', async () => {
    await ingest(3, 20);
    const policy = policyOf('lakeside-talks', STRICT);
    const tried = await decideAnew({ policy });
    await parley.post('/v1/dossiers', strictYaml(), YAML);
    await parley.caughtUp();
    expect((await decideAnew()).differences).toEqual(tried.differences);
    await expect(decideAnew({ policy, apply: true })).rejects.toMatchObject({
      code: 'DERIVATION_POLICY_NOT_PUBLISHED',
    });
    await expect(decideAnew({ dossier: 'nope' })).rejects.toMatchObject({ code: 'DERIVATION_UNKNOWN_DOSSIER' });
    await expect(decideAnew({ apply: true, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'DERIVATION_STOPPED',
    });
    expect((await decideAnew()).differences).toEqual(tried.differences);
  });

  it('can be taken back', async () => {
    await ingest(4, 20);
    const before = sorted(await recordOf(parley));
    await parley.post('/v1/dossiers', strictYaml(), YAML);
    await decideAnew({ apply: true });
    expect(sorted(await recordOf(parley))).not.toEqual(before);
    await parley.post('/v1/dossiers', madeUpDossierYaml(), YAML);
    await decideAnew({ apply: true });
    expect(sorted(await recordOf(parley))).toEqual(before);
  });
});
