import { bandsOf, fromBytes, type SignedArticle, toBytes } from '@parley/syndication';
import type { ClientBase } from 'pg';
import type { SignedRevision } from './sign-articles.js';

export interface KnownSignature {
  readonly revisionNumber: number;
  readonly cluster: string;
}

/** What is known of these articles; those that were never signed are left out. */
export async function loadKnown(
  client: ClientBase,
  articleIds: readonly string[],
): Promise<Map<string, KnownSignature>> {
  const { rows } = await client.query<{ article_id: string; revision_number: number; cluster_id: string }>({
    name: 'tracker-load-known-signatures',
    text: 'SELECT article_id, revision_number, cluster_id FROM tracker.article_signature WHERE article_id = ANY ($1)',
    values: [articleIds],
  });
  return new Map(rows.map((row) => [row.article_id, { revisionNumber: row.revision_number, cluster: row.cluster_id }]));
}

/** An article that may be a copy of one that was asked for. */
export interface Candidate extends SignedArticle {
  readonly of: string;
  readonly cluster: string;
}

/** From one cluster, for one article: its members are alike, so a few of them tell. */
const MOST_OF_A_CLUSTER = 8;
/** For one article: texts made from a template share bands without being copies. */
const MOST_CANDIDATES = 64;
/** Articles in one query, so that what comes back stays small. */
const ARTICLES_AT_ONCE = 100;

/** Articles that share a band with one of these and are none of them. */
export async function loadCandidates(client: ClientBase, articles: readonly SignedArticle[]): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  const ids = articles.map(({ id }) => id);
  for (let first = 0; first < articles.length; first += ARTICLES_AT_ONCE) {
    const asked = articles.slice(first, first + ARTICLES_AT_ONCE);
    const { rows } = await client.query<{ of: string; article_id: string; cluster_id: string; signature: Buffer }>({
      name: 'tracker-load-candidates',
      // Arrays of arrays can't go through unnest, so the bands travel as text.
      text: `SELECT asked.id AS of, near.article_id, near.cluster_id, near.signature
               FROM unnest($1::text[], $2::text[]) AS asked (id, bands)
               CROSS JOIN LATERAL (
                 SELECT * FROM (
                   SELECT a.article_id, a.cluster_id, a.signature,
                          row_number() OVER (PARTITION BY a.cluster_id ORDER BY a.article_id) AS place
                     FROM tracker.article_signature a
                    WHERE a.bands && string_to_array(asked.bands, ' ')::int[] AND a.article_id <> ALL ($3)) members
                  WHERE place <= ${MOST_OF_A_CLUSTER} ORDER BY place, article_id LIMIT ${MOST_CANDIDATES}) near`,
      values: [asked.map(({ id }) => id), asked.map(({ signature }) => bandsOf(signature).join(' ')), ids],
    });
    for (const row of rows)
      candidates.push({
        of: row.of,
        id: row.article_id,
        cluster: row.cluster_id,
        signature: fromBytes(row.signature),
      });
  }
  return candidates;
}

/** The members of clusters, but for these articles; those without a signature are in no cluster with others. */
export async function loadMembers(
  client: ClientBase,
  clusters: readonly string[],
  without: readonly string[],
): Promise<(SignedArticle & { readonly cluster: string })[]> {
  if (clusters.length === 0) return [];
  const { rows } = await client.query<{ article_id: string; cluster_id: string; signature: Buffer }>({
    name: 'tracker-load-cluster-members',
    text: `SELECT article_id, cluster_id, signature FROM tracker.article_signature
            WHERE cluster_id = ANY ($1) AND signature IS NOT NULL AND article_id <> ALL ($2)`,
    values: [clusters, without],
  });
  return rows.map((row) => ({ id: row.article_id, cluster: row.cluster_id, signature: fromBytes(row.signature) }));
}

/** How many outlets are in each of these clusters. */
export async function loadPublishers(client: ClientBase, clusters: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; publishers: number }>({
    name: 'tracker-load-cluster-publishers',
    text: 'SELECT id, publishers FROM tracker.source_cluster WHERE id = ANY ($1)',
    values: [clusters],
  });
  return new Map(rows.map(({ id, publishers }) => [id, publishers]));
}

/** Puts revisions in the place of earlier ones of their articles, each in its cluster. */
export async function putSignatures(
  client: ClientBase,
  revisions: readonly SignedRevision[],
  clusterOf: (articleId: string) => string,
): Promise<void> {
  await client.query({
    name: 'tracker-put-signatures',
    text: `INSERT INTO tracker.article_signature
             (article_id, revision_number, publisher, signature, bands, cluster_id)
           SELECT article_id, revision_number, publisher, signature, string_to_array(bands, ' ')::int[], cluster_id
             FROM unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::text[], $6::text[])
                    AS s (article_id, revision_number, publisher, signature, bands, cluster_id)
           ON CONFLICT (article_id) DO UPDATE SET
             revision_number = excluded.revision_number, publisher = excluded.publisher,
             signature = excluded.signature, bands = excluded.bands, cluster_id = excluded.cluster_id`,
    values: [
      revisions.map(({ articleId }) => articleId),
      revisions.map(({ revisionNumber }) => revisionNumber),
      revisions.map(({ publisher }) => publisher.replaceAll('\u0000', '')),
      revisions.map(({ signature }) => signature && toBytes(signature)),
      revisions.map(({ signature }) => signature && bandsOf(signature).join(' ')),
      revisions.map(({ articleId }) => clusterOf(articleId)),
    ],
  });
}

/** Moves articles to other clusters: all of a cluster, or one by one. */
export async function moveToClusters(
  client: ClientBase,
  column: 'cluster_id' | 'article_id',
  moves: ReadonlyMap<string, string>,
): Promise<void> {
  if (moves.size === 0) return;
  await client.query({
    name: `tracker-move-by-${column}`,
    text: `UPDATE tracker.article_signature a SET cluster_id = m.target
             FROM unnest($1::text[], $2::text[]) AS m (source, target)
            WHERE a.${column} = m.source AND a.cluster_id <> m.target`,
    values: [[...moves.keys()], [...moves.values()]],
  });
}

/** Counts these clusters anew; one article alone is not kept as a cluster. */
export async function recountClusters(client: ClientBase, clusters: readonly string[]): Promise<void> {
  await client.query({
    name: 'tracker-drop-clusters',
    text: 'DELETE FROM tracker.source_cluster WHERE id = ANY ($1)',
    values: [clusters],
  });
  await client.query({
    name: 'tracker-count-clusters',
    text: `INSERT INTO tracker.source_cluster (id, articles, publishers)
           SELECT cluster_id, count(*), count(DISTINCT publisher) FROM tracker.article_signature
            WHERE cluster_id = ANY ($1) GROUP BY cluster_id HAVING count(*) > 1`,
    values: [clusters],
  });
}
