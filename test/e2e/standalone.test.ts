import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ArticleAnswer, positionPageSchema } from '@parley/contracts';
import type { z } from 'zod';
import { makeTestFolder, removeTestFolder } from '../support/data-folder.js';
import { getJson } from '../support/get-json.js';
import { madeUpArticles, madeUpDossierYaml } from '../support/made-up-negotiation.js';
import { ParleyProcess } from '../support/parley-process.js';
import { countsOf, positionsHeld } from '../support/record-of.js';
import { waitFor } from '../support/wait-for.js';

const LOADED = /Parley is running: (http:\/\/\S+)/;

let folder: string;
let processes: ParleyProcess[];

beforeEach(async () => {
  folder = await makeTestFolder();
  processes = [];
});
afterEach(async () => {
  for (const process of processes) await process.kill('SIGKILL');
  await removeTestFolder(folder);
});

const start = (...words: string[]): ParleyProcess => {
  const process = ParleyProcess.cli(['start', '--data-dir', folder, '--port', '0', ...words]);
  processes.push(process);
  return process;
};
/** The program itself, so that its pid is known; `parley start` runs it as a child. */
const startItself = (...words: string[]): ParleyProcess => {
  const process = ParleyProcess.start([
    'dist/apps/standalone/src/main.js',
    '--data-dir',
    folder,
    '--port',
    '0',
    ...words,
  ]);
  processes.push(process);
  return process;
};
const databaseUrl = async (): Promise<string> => JSON.parse(await readFile(join(folder, 'runtime.json'), 'utf8')).url;

async function publishMadeUpDossier(url: string): Promise<void> {
  const response = await fetch(`${url}/v1/dossiers`, {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: madeUpDossierYaml(),
  });
  expect(response.status).toBe(201);
}

function ndjson(seed: number, count: number): string {
  let body = '';
  for (const article of madeUpArticles(seed, count)) body += `${JSON.stringify(article)}\n`;
  return body;
}

async function push(url: string, body: string): Promise<Record<string, number>> {
  const response = await fetch(`${url}/v1/articles`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  const lines = (await response.text()).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '{}').summary;
}

/** Waits until all that was appended is in the read models, and gives the counts then. */
async function caughtUp(url: string, database: string, articles: number): Promise<Readonly<Record<string, number>>> {
  await waitFor(
    `${articles} articles to be read to the end`,
    async () => {
      const pipeline = await getJson<{ caughtUp: boolean }>(`${url}/v1/pipeline`);
      return pipeline.caughtUp && (await countsOf(database)).articles === articles;
    },
    { withinMs: 120_000 },
  );
  return countsOf(database);
}

describe('parley start, on a machine with Node alone', () => {
  test('reads the samples and shows who holds what position, and why', async () => {
    const process = start();
    const [, url] = await process.says(LOADED);
    expect(process.stdout).toContain('articles ingested: 34 of 34');
    expect(process.stdout).toContain('Russia-Ukraine peace negotiations');
    expect(process.stdout).toContain('US-China trade talks');
    expect(process.stdout).toContain('Latest changes');

    const page = await getJson<z.infer<typeof positionPageSchema>>(
      `${url}/v1/positions?dossier=us-china-trade&limit=5`,
    );
    const [position] = page.items;
    if (position?.stance === 'unknown') throw new Error('asked for what is known alone');
    const [evidence] = position?.evidence ?? [];
    const article = await getJson<ArticleAnswer>(`${url}/v1/articles/${evidence?.article.id}`);
    expect(article.shown.text).toContain(evidence?.sentence);

    expect((await process.kill('SIGTERM')).code).toBe(0);
    expect(process.stdout).toContain('Stopped. Everything is kept.');
  }, 120_000);

  test('a second start adds nothing', async () => {
    const first = startItself();
    await first.says(LOADED);
    const before = { counts: await countsOf(await databaseUrl()), positions: await positionsHeld(await databaseUrl()) };
    expect((await first.kill('SIGINT')).code).toBe(0);
    expect(first.stdout).toContain('Stopped. Everything is kept.');

    const second = startItself();
    await second.says(LOADED);
    expect(second.stdout).toContain('34 of them were already there');
    expect(await countsOf(await databaseUrl())).toEqual(before.counts);
    expect(await positionsHeld(await databaseUrl())).toEqual(before.positions);
    expect((await second.kill('SIGINT')).code).toBe(0);
  }, 120_000);

  test('killed in the middle of an ingest, it loses nothing and doubles nothing', async () => {
    const articles = 600;
    const body = ndjson(7, articles);
    const first = startItself('--no-samples');
    const url = (await first.says(LOADED))[1] as string;
    await publishMadeUpDossier(url);
    const cut = push(url, body).catch(() => 'cut off');
    const database = await databaseUrl();
    await waitFor('some, but not all, to be read', async () => {
      const { articles: seen } = await countsOf(database);
      return (seen ?? 0) > 50;
    });
    await first.kill('SIGKILL');
    await cut;

    const second = startItself('--no-samples');
    const again = (await second.says(LOADED))[1] as string;
    const summary = await push(again, body);
    expect((summary.accepted ?? 0) + (summary.duplicates ?? 0)).toBe(articles);
    const restarted = await databaseUrl();
    const counts = await caughtUp(again, restarted, articles);
    expect(counts).toMatchObject({ articles, revisions: articles, deadLetters: 0 });
    const interrupted = await positionsHeld(restarted);
    expect((await second.kill('SIGINT')).code).toBe(0);

    // The same articles in one go, undisturbed.
    await removeTestFolder(folder);
    folder = await makeTestFolder();
    const calm = startItself('--no-samples');
    const calmUrl = (await calm.says(LOADED))[1] as string;
    await publishMadeUpDossier(calmUrl);
    await push(calmUrl, body);
    const calmCounts = await caughtUp(calmUrl, await databaseUrl(), articles);
    expect(counts).toEqual(calmCounts);
    expect(interrupted).toEqual(await positionsHeld(await databaseUrl()));
    expect(interrupted.length).toBeGreaterThan(10);
    expect((await calm.kill('SIGINT')).code).toBe(0);
  }, 240_000);

  test('a second owner of the same data folder is told who has it', async () => {
    const first = startItself('--no-samples');
    await first.says(LOADED);
    const second = startItself('--no-samples');
    expect((await second.exited).code).toBe(1);
    expect(second.stderr).toContain(String(first.child.pid));
    await first.kill('SIGINT');
  }, 120_000);
});
