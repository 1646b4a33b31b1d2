import {
  type MadeUpArticle,
  madeUpArticle,
  madeUpDossierYaml,
  seededRandom,
} from '../../../test/support/made-up-negotiation.js';
import { type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';

/** All services in one process over a database that somebody else made. */
export interface NegotiationUnderTest extends ParleyUnderTest {
  /** Pushes articles and goes on at once. */
  push(articles: readonly MadeUpArticle[]): Promise<void>;
}

export async function startNegotiation(databaseUrl: string): Promise<NegotiationUnderTest> {
  const parley = await startParleyUnderTest({ databaseUrl, partitions: 3 });
  return {
    ...parley,
    async push(articles) {
      const lines = articles.map((article) => JSON.stringify(article)).join('\n');
      await parley.post('/v1/articles', `${lines}\n`, { 'content-type': 'application/x-ndjson' });
    },
    caughtUp: () => parley.caughtUp({ withinMs: 240_000 }),
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
