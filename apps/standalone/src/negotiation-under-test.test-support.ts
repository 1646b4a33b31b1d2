import { createEmbeddedEventLog, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import { loadConfig, silentLogger, systemClock } from '@parley/platform';
import { isCaughtUp, pipelineLag, type RunningApplication, startApplication } from '@parley/service';
import { createPool } from '@parley/store';
import type { Pool } from 'pg';
import {
  type MadeUpArticle,
  madeUpArticle,
  madeUpDossierYaml,
  seededRandom,
} from '../../../test/support/made-up-negotiation.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { ALL_SERVICES } from './services.js';

/** All services in one process over a database that somebody else made. */
export interface NegotiationUnderTest {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly running: RunningApplication;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  /** Pushes articles and goes on at once. */
  push(articles: readonly MadeUpArticle[]): Promise<void>;
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function startNegotiation(databaseUrl: string): Promise<NegotiationUnderTest> {
  const pool = createPool(databaseUrl);
  const client = await pool.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    client.release();
  }
  const config = loadConfig({
    PARLEY_LOG_LEVEL: 'silent',
    PARLEY_TOPIC_PARTITIONS: '3',
    PARLEY_EXTRACTOR_WORKERS: '0',
  });
  const log = createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions: 3 });
  const runtime = {
    service: 'standalone',
    config,
    logger: silentLogger,
    databaseUrl,
    pool,
    log,
    clock: systemClock,
    close: async () => undefined,
  };
  const running = await startApplication(runtime, ALL_SERVICES, { port: 0, onFatal: () => undefined });
  const post: NegotiationUnderTest['post'] = async (path, body, headers = {}) => {
    const response = await fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return headers['content-type'] === 'application/x-ndjson' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  return {
    pool,
    log,
    running,
    post,
    async push(articles) {
      const lines = articles.map((article) => JSON.stringify(article)).join('\n');
      await post('/v1/articles', `${lines}\n`, { 'content-type': 'application/x-ndjson' });
    },
    async caughtUp() {
      await waitFor('the record to hold all there is', async () => isCaughtUp(await pipelineLag({ log, pool })), {
        withinMs: 240_000,
      });
    },
    async close() {
      await running.close();
      await log.close();
      await pool.end();
    },
  };
}

/** One story as several outlets print it, each with a line of its own. */
export const wireStory = (seed: number, index: number, outlets: number): MadeUpArticle[] => {
  const story = madeUpArticle(seed, index);
  return Array.from({ length: outlets }, (_, outlet) => ({
    ...story,
    url: `https://courier-${outlet}.example/wire/${seed}/${index}`,
    publisher: `Courier ${outlet}`,
    text: `${story.text}\n\nPrinted by Courier ${outlet}.`,
  }));
};

/**
 * A negotiation with all that can happen to a record: news of any day in any order, wire stories that turn out to be
 * copies, edits, withdrawals and curations that hold and that are undone, and another version of the dossier half-way.
 */
export async function tellNegotiation(under: NegotiationUnderTest, articles: number): Promise<void> {
  const random = seededRandom(7);
  const yaml = madeUpDossierYaml();
  await under.post('/v1/dossiers', yaml, YAML);
  const own = Array.from({ length: articles }, (_, index) => madeUpArticle(11, index));
  const wires = Array.from({ length: Math.ceil(articles / 25) }, (_, index) => wireStory(13, index, 2 + (index % 3)));
  const all = shuffled([...own, ...wires.flat()], random);
  const half = all.length >>> 1;
  await under.push(all.slice(0, half));
  await under.caughtUp();
  // A policy of its own: timelines are decided under it with the next event that touches them. And two turn out to be one.
  await under.post('/v1/dossiers', `${merged(yaml, 'harl-brandt', 'gisla-torm')}${POLICY}`, YAML);
  await under.push(all.slice(half));
  const edited = own.slice(0, Math.ceil(articles / 10));
  await under.push(edited.map((article, n) => ({ ...article, text: madeUpArticle(17, n).text })));
  // Sent twice: no news.
  await under.push(own.slice(-5));
  await under.caughtUp();
  // They are two after all, but others are one.
  await under.post('/v1/dossiers', `${merged(yaml, 'fenn-holloway', 'elva-marsk')}${POLICY}`, YAML);
  await under.caughtUp();
  await putRight(under);
  await withdraw(under, Math.ceil(articles / 20));
  await under.push(edited.slice(0, 5).map((article, n) => ({ ...article, text: madeUpArticle(19, n).text })));
  await under.caughtUp();
}

const YAML = { 'content-type': 'application/yaml' };
const POLICY = 'policy: { conflictWindowDays: 2, shiftWeight: 0.5 }\n';

/** The dossier with one actor taken out, whose statements count as another's. */
const merged = (yaml: string, actor: string, into: string): string =>
  yaml
    .split('\n')
    .filter((line) => !line.includes(`id: ${actor},`))
    .map((line) => line.replace(`id: ${into},`, `id: ${into}, merges: [${actor}],`))
    .join('\n');

const because = { author: 'ann', reason: 'read it myself' };
const unconditionally = { 'if-match': '*' };

/** Retractions, amendments and additions; some are undone, some are of articles that are edited afterwards. */
async function putRight({ pool, post, caughtUp }: NegotiationUnderTest): Promise<void> {
  const { rows } = await pool.query<{ id: string; article_id: string; number: number; text: string }>(
    `SELECT DISTINCT ON (s.article_id) s.id, s.article_id, r.number, r.text
       FROM record.statement s JOIN record.revision r ON r.article_id = s.article_id AND r.number = s.revision_number
      WHERE s.superseded_at IS NULL ORDER BY s.article_id, s.id LIMIT 24`,
  );
  const made: string[] = [];
  for (const [n, { id, article_id, number, text }] of rows.entries()) {
    const at = `/v1/statements/${id}`;
    const changes = [
      { stance: 'noncommittal' },
      { actor: 'ada-quill', statedOn: '2026-02-20' },
      { issue: 'dam-project' },
    ][n % 3];
    const start = text.indexOf('.') + 2;
    const addition = {
      ...because,
      dossier: 'lakeside-talks',
      actor: 'borin-thale',
      issue: 'fishing-ban',
      stance: 'support',
      statedOn: '2026-03-01',
      revision: number,
      start,
      end: start + 24,
    };
    const answer =
      n % 3 === 0
        ? await post(`${at}/retraction`, because, unconditionally)
        : n % 3 === 1
          ? await post(`${at}/amendment`, { ...because, changes }, unconditionally)
          : await post(`/v1/articles/${article_id}/statements`, addition);
    made.push(String(answer.eventId));
  }
  await caughtUp();
  for (const curation of made.filter((_, n) => n % 4 === 0)) await post(`/v1/curations/${curation}/undo`, because);
}

async function withdraw({ pool, post, caughtUp }: NegotiationUnderTest, count: number): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM record.article ORDER BY id LIMIT $1', [count]);
  for (const { id } of rows) await post(`/v1/articles/${id}/withdrawal`, { reason: 'a hoax', by: 'ann' });
  await caughtUp();
  const [first] = rows;
  await post(`/v1/articles/${first?.id}/restoration`, { reason: 'it was another article', by: 'ann' });
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
