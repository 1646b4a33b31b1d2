import { areAlike, fromBytes, Groups, HEADS, type Signature } from '@parley/syndication';
import type { Checkpoints } from './checkpoints.js';
import type { Report } from './finding.js';
import type { Snapshot } from './snapshot.js';

interface Member {
  readonly band: string;
  readonly article_id: string;
  readonly publisher: string;
  readonly signature: Buffer;
}

/** The story that each article shares with articles of other outlets; articles that share none are left out. */
export type Stories = ReadonlyMap<string, string>;

/** The latest revision of each article that the tracker has taken. */
const LATEST = `
  SELECT DISTINCT ON (t.article_id) t.*
    FROM verify_text t
    JOIN unnest($1::int[], $2::bigint[]) AS c (partition, next) ON c.partition = t.partition AND t."offset" < c.next
   WHERE NOT EXISTS (SELECT FROM verify_set_aside a
                      WHERE a.service = 'tracker' AND a.topic = 'parley.articles.v1'
                        AND a.partition = t.partition AND a."offset" = t."offset")
   ORDER BY t.article_id, t.revision DESC, t."offset"`;

/**
 * Which articles tell one story alike, from their texts: each is compared with the heads of its bands, those with the
 * smallest ids, and chains of copies are one story, named after its smallest article. Holds the ids of articles that
 * share a band with others.
 */
export async function findStories(snapshot: Snapshot, checkpoints: Checkpoints): Promise<Stories> {
  const places = checkpoints.all.filter(
    ({ consumer, topic }) => consumer === 'tracker' && topic === 'parley.articles.v1',
  );
  const groups = new Groups();
  const publishers = new Map<string, string>();
  let band: string | null = null;
  let heads: { readonly id: string; readonly signature: Signature }[] = [];
  const rows = snapshot.stream<Member & Record<string, unknown>>(
    `WITH latest AS MATERIALIZED (${LATEST}),
          banded AS MATERIALIZED (
            SELECT band, article_id FROM latest, unnest(string_to_array(bands, ' ')) AS band),
          shared AS (SELECT band FROM banded GROUP BY band HAVING count(*) > 1)
     SELECT band, article_id, publisher, signature FROM shared JOIN banded USING (band) JOIN latest USING (article_id)
      ORDER BY band, article_id`,
    [
      places.map(({ partition }) => partition),
      places.map(({ topic, partition }) => String(checkpoints.of('tracker', topic, partition))),
    ],
  );
  for await (const row of rows) {
    if (row.band !== band) {
      band = row.band;
      heads = [];
    }
    const article = { id: row.article_id, signature: fromBytes(row.signature) };
    for (const head of heads) if (areAlike(head.signature, article.signature)) groups.join(head.id, article.id);
    // They come in the order of their ids.
    if (heads.length < HEADS) heads.push(article);
    publishers.set(row.article_id, row.publisher);
  }
  return storiesOf(groups, publishers);
}

/** One outlet's copies of its own story are its own word. */
function storiesOf(groups: Groups, publishers: ReadonlyMap<string, string>): Stories {
  const outlets = new Map<string, Set<string>>();
  for (const [id, publisher] of publishers) {
    const story = groups.of(id);
    outlets.set(story, (outlets.get(story) ?? new Set()).add(publisher));
  }
  return new Map(
    [...publishers.keys()].flatMap((id): [string, string][] => {
      const story = groups.of(id);
      return (outlets.get(story)?.size ?? 0) > 1 ? [[id, story]] : [];
    }),
  );
}

/** Compares with how the tracker has grouped them. */
export async function compareStories(snapshot: Snapshot, stories: Stories, report: Report): Promise<void> {
  const missing = new Set(stories.keys());
  const rows = snapshot.stream<{ article_id: string; story: string }>(
    `SELECT a.article_id, c.id AS story FROM tracker.article_signature a
       JOIN tracker.source_cluster c ON c.id = a.cluster_id ORDER BY a.article_id`,
  );
  for await (const { article_id, story } of rows) {
    missing.delete(article_id);
    const expected = stories.get(article_id) ?? null;
    if (expected !== story) report('VERIFY_STORY_DIFFERENT', { article: article_id }, expected, story);
  }
  for (const id of missing) report('VERIFY_STORY_DIFFERENT', { article: id }, stories.get(id) ?? null, null);
}
