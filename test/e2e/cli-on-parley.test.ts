import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { comparisonSchema, exportedChangeSchema, positionHistorySchema, shownStatementSchema } from '@parley/contracts';
import {
  type ParleyUnderTest,
  startParleyUnderTest,
} from '../../apps/standalone/src/parley-under-test.test-support.js';
import { madeUpArticles, madeUpDossierYaml } from '../support/made-up-negotiation.js';

/* The commands that read and put right the record through time, as a user calls them, on a Parley that runs. */

jest.setTimeout(240_000);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ID = 'lakeside-talks';
const STRICT = 'policy: { leastConfidence: 0.6, shiftWeight: 0.9 }\n';

let parley: ParleyUnderTest;
let folder: string;
let environment: Record<string, string>;
/** An instant between the first articles and the later ones. */
let halfWay: string;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...words: string[]): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PARLEY_|KAFKA_|NODE_OPTIONS$|JEST_|FORCE_)/.test(name),
  );
  const child = spawn(process.execPath, ['bin/parley.mjs', ...words], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The output of a call that must end with 0. */
async function output(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...words);
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: expect.any(String) });
  return stdout;
}
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const ingest = async (from: number, to: number): Promise<void> => {
  const lines = [...madeUpArticles(5, to)].slice(from).map((article) => JSON.stringify(article));
  await parley.post('/v1/articles', `${lines.join('\n')}\n`, { 'content-type': 'application/x-ndjson' });
  await parley.caughtUp({ withinMs: 120_000 });
};

beforeAll(async () => {
  parley = await startParleyUnderTest();
  folder = await mkdtemp(join(tmpdir(), 'parley-cli-'));
  environment = {
    PARLEY_API_URL: parley.url,
    PARLEY_DATABASE_URL: parley.databaseUrl,
    PARLEY_TOPIC_PARTITIONS: '2',
    PARLEY_EXTRACTOR_WORKERS: '0',
    COLUMNS: '100',
  };
  await writeFile(join(folder, 'dossier.yaml'), madeUpDossierYaml());
  await output('dossier', 'publish', join(folder, 'dossier.yaml'));
  await parley.caughtUp();
  await ingest(0, 20);
  const { rows } = await parley.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  halfWay = (rows[0]?.now ?? new Date()).toISOString();
  await ingest(20, 40);
});
afterAll(async () => {
  await parley?.close();
  await rm(folder, { recursive: true, force: true });
});

test('compare says what is believed since, for people and for programs', async () => {
  const said = await output('compare', ID, '--known-before', halfWay);
  expect(said).toMatch(/was believed +is believed/);
  const document = comparisonSchema.parse(JSON.parse(await output('compare', ID, '--known-before', halfWay, '--json')));
  expect(document.items.length).toBeGreaterThan(0);
  const still = await output('compare', ID, '--known-before', halfWay, '--known-after', halfWay);
  expect(still).toContain('Nothing else is believed than was.');
});

test('history and positions go up to a day, as known at an instant, and say what is unknown', async () => {
  const [first] = comparisonSchema.parse(
    JSON.parse(await output('compare', ID, '--known-before', '2020-01-01', '--json')),
  ).items;
  const path = [ID, first?.actor.id ?? '', first?.issue.id ?? ''];
  const whole = positionHistorySchema.parse(JSON.parse(await output('history', ...path, '--json')));
  const [segment] = whole.segments;
  const day = segment?.validFrom ?? '';
  const early = positionHistorySchema.parse(JSON.parse(await output('history', ...path, '--valid-at', day, '--json')));
  expect(early.segments).toHaveLength(1);
  expect(await output('history', ...path, '--known-at', '2020-01-01')).toContain('unknown: nothing was stated yet');
  const asked = ['-d', ID, '-a', path[1] ?? '', '--include-unknown', '--known-at', '2020-01-01', '--json'];
  const unknown = linesOf(await output('positions', ...asked)) as { stance: string }[];
  expect(unknown.map(({ stance }) => stance)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
});

test('changes are replayed from an instant and from a cursor, each once, in every format', async () => {
  const all = linesOf(await output('changes', '--since', '2020-01-01', '--format', 'ndjson')).map((line) =>
    exportedChangeSchema.parse(line),
  );
  const later = linesOf(await output('changes', '--since', halfWay, '--format', 'ndjson')) as typeof all;
  const before = linesOf(await output('changes', '--until', halfWay, '--format', 'ndjson')) as typeof all;
  expect([...before, ...later].map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
  const place = all[9]?.cursor ?? '';
  const rest = linesOf(await output('changes', '--since', place, '--format', 'ndjson')) as typeof all;
  expect(rest.map(({ id }) => id)).toEqual(all.slice(10).map(({ id }) => id));
  expect(JSON.parse(await output('changes', '--format', 'json'))).toHaveLength(all.length);
  const table = await output('changes', '--format', 'csv');
  expect(table.startsWith('cursor,id,recorded_at,change,')).toBe(true);
});

test('exports of positions and statements have what lists have', async () => {
  const positions = linesOf(await output('positions', '-d', ID, '--format', 'ndjson'));
  expect(positions).toHaveLength(linesOf(await output('positions', '-d', ID, '--limit', 'all', '--json')).length);
  const statements = linesOf(await output('statements', 'search', '-d', ID, '--format', 'ndjson'));
  expect(statements.length).toBeGreaterThan(10);
  const then = linesOf(await output('statements', 'search', '-d', ID, '--known-at', halfWay, '--format', 'ndjson'));
  expect(then.length).toBeGreaterThan(0);
  expect(then.length).toBeLessThan(statements.length);
  const { id } = shownStatementSchema.parse(statements[0]);
  expect(await output('statements', 'explain', id)).toContain('made this statement');
  expect(await run('statements', 'explain', id, '--known-at', '2020-01-01')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('did not count at 2020-01-01'),
  });
});

test('restore undoes a withdrawal, once', async () => {
  const [article] = linesOf(await output('articles', 'list', '-n', '1', '--json')) as { id: string }[];
  const id = article?.id ?? '';
  await output('withdraw', id, '--reason', 'a hoax', '--by', 'ann');
  await parley.caughtUp();
  expect(JSON.parse(await output('articles', 'show', id, '--json'))).toMatchObject({ withdrawn: { reason: 'a hoax' } });
  const because = ['--reason', 'it was another', '--by', 'ann', '--json'];
  expect(JSON.parse(await output('restore', id, ...because))).toMatchObject({ status: 'restored', articleId: id });
  await parley.caughtUp();
  expect(JSON.parse(await output('restore', id, ...because))).toMatchObject({ status: 'not-withdrawn' });
  expect(JSON.parse(await output('articles', 'show', id, '--json'))).toMatchObject({ withdrawn: null });
  expect(await output('articles', 'withdrawals')).toContain('it was another');
});

test('reextract has nothing to do where nothing changed, and reads under a dossier that did', async () => {
  expect(await output('reextract', '--dossier', ID)).toContain('0 articles read anew');
  await writeFile(
    join(folder, 'more.yaml'),
    madeUpDossierYaml().replace('terms: [harbour levy, ', 'terms: [tolls, harbour levy, '),
  );
  const published = await output('dossier', 'publish', join(folder, 'more.yaml'));
  expect(published).toContain('parley reextract');
  await parley.caughtUp();
  const counted = linesOf(await output('reextract', '--dossier', ID, '--count', '--json'));
  expect(counted).toEqual([{ dossier: ID, articles: expect.any(Number) }]);
  expect(await output('reextract', '--dossier', ID)).toContain('Nothing was written.');
  const applied = linesOf(await output('reextract', '--dossier', ID, '--apply', '--json')).at(-1);
  expect(applied).toMatchObject({ summary: { applied: expect.anything() } });
  await parley.caughtUp({ withinMs: 120_000 });
  expect(await output('reextract', '--dossier', ID)).toContain('0 articles read anew');
});

test('rederive tries a policy, needs it published, puts it in force once, and the record agrees with the log', async () => {
  const draft = join(folder, 'strict.yaml');
  await writeFile(draft, `${madeUpDossierYaml()}${STRICT}`);
  const tried = await output('rederive', ID, '--with', draft);
  expect(tried).toContain('Nothing was written.');
  const refused = await run('rederive', ID, '--with', draft, '--apply');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('DERIVATION_POLICY_NOT_PUBLISHED') });
  await output('dossier', 'publish', draft);
  await parley.caughtUp();
  const { summary } = linesOf(await output('rederive', ID, '--apply', '--by', 'ann', '--json')).at(-1) as {
    summary: { applied: number; positions: { changed: number } };
  };
  expect(summary.applied).toBeGreaterThan(1);
  await parley.caughtUp({ withinMs: 120_000 });
  expect(await output('rederive', ID, '--apply')).toContain('It was in force already: nothing was written.');
  expect(await output('verify')).toMatch(/^all agree\n/);
  const report = JSON.parse(await output('verify', '--dossier', ID, '--json')) as { agrees: boolean };
  expect(report.agrees).toBe(true);
});

describe('what is wrong with a call is said in a sentence', () => {
  test.each([
    [2, "required option '--known-before", ['compare', ID]],
    [2, 'must be a day or an instant', ['compare', ID, '--known-before', 'yesterday']],
    [
      2,
      'before they begin',
      ['compare', ID, '--known-before', '2026-01-01', '--from', '2026-02-01', '--to', '2026-01-01'],
    ],
    [1, 'There is no dossier "nowhere"', ['compare', 'nowhere', '--known-before', '2026-01-01']],
    [1, 'There is no dossier "nowhere"', ['positions', '-d', 'nowhere']],
    [1, 'There is no dossier "nowhere"', ['changes', '-d', 'nowhere']],
    [1, 'There is no dossier "nowhere"', ['statements', 'search', '-d', 'nowhere']],
    [2, 'leaves out what is unknown', ['positions', '-s', 'support', '--include-unknown']],
    [1, 'has no actor "nobody"', ['history', ID, 'nobody', 'harbour-levy']],
    [2, 'validAt', ['history', ID, 'ada-quill', 'harbour-levy', '--valid-at', '2026-02-30']],
    [2, 'is no cursor', ['changes', '--since', 'nonsense', '--format', 'ndjson']],
    [2, 'Allowed choices are ndjson, csv, json', ['changes', '--since', '2026-01-01', '--format', 'xml']],
    [2, 'leave out --until and --format', ['changes', '--follow', '--format', 'csv']],
    [2, "required option '--reason", ['restore', 'https://gazette.example/none']],
    [2, 'neither the id of an article nor its address', ['restore', 'nothing', '--reason', 'x', '--by', 'ann']],
    [1, 'was ever taken in', ['restore', 'https://gazette.example/none', '--reason', 'x', '--by', 'ann']],
    [2, 'no dossier "nowhere" was published', ['verify', '--dossier', 'nowhere']],
    [2, 'whole number', ['verify', '--limit', 'many']],
    [2, 'those that were: lakeside-talks', ['reextract', '--dossier', 'nowhere']],
    [2, 'must be a day', ['reextract', '--since', '2026-13-01']],
    [2, "missing required argument 'dossier'", ['rederive']],
    [2, 'no dossier "nowhere" was published', ['rederive', 'nowhere']],
    [2, "can't read", ['rederive', ID, '--with', '/nowhere/draft.yaml']],
  ])('%s: %s', async (code, sentence, words) => {
    const outcome = await run(...words);
    expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(outcome.stderr).not.toMatch(/\n {4}at /);
  });
});
