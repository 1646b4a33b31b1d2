import { bandsOf, fromBytes, type GroupedArticle, HEADS, type KnownArticles, toBytes } from '@parley/syndication';
import type { ClientBase } from 'pg';
import type { SignedRevision } from './sign-articles.js';

/** What is known of an article's latest revision. */
export interface KnownSignature {
  readonly revisionNumber: number;
  readonly signature: Uint32Array | null;
  readonly cluster: string;
}

/** What is known of these articles; those that were never signed are left out. */
export async function loadKnown(
  client: ClientBase,
  articleIds: readonly string[],
): Promise<Map<string, KnownSignature>> {
  const { rows } = await client.query<{
    article_id: string;
    revision_number: number;
    signature: Buffer | null;
    cluster_id: string;
  }>({
    name: 'tracker-load-known-signatures',
    text: `SELECT article_id, revision_number, signature, cluster_id
             FROM tracker.article_signature WHERE article_id = ANY ($1)`,
    values: [articleIds],
  });
  return new Map(
    rows.map((row) => [
      row.article_id,
      {
        revisionNumber: row.revision_number,
        signature: row.signature && fromBytes(row.signature),
        cluster: row.cluster_id,
      },
    ]),
  );
}

interface SignatureRow {
  readonly article_id: string;
  readonly cluster_id: string;
  readonly signature: Buffer;
}

const groupedOf = (row: SignatureRow): GroupedArticle => ({
  id: row.article_id,
  cluster: row.cluster_id,
  signature: fromBytes(row.signature),
});

/** Signatures that are read at once where a band is crowded: half a kilobyte each. */
const SHARING_AT_ONCE = 2_000;

/** The articles that the database knows, to one transaction. */
export class StoredArticles implements KnownArticles {
  constructor(private readonly client: ClientBase) {}

  async heads(bands: readonly number[], without: ReadonlySet<string>): Promise<Map<number, GroupedArticle[]>> {
    if (bands.length === 0) return new Map();
    const { rows } = await this.client.query<SignatureRow & { band: number }>({
      name: 'tracker-load-heads-of-bands',
      // Who is passed over has to be known before the first are taken, or too few are left.
      text: `WITH passed AS MATERIALIZED (
               SELECT coalesce(array_agg(rank), '{}') AS ranks FROM tracker.article_signature WHERE article_id = ANY ($2))
             SELECT asked.band, a.article_id, a.cluster_id, a.signature
               FROM unnest($1::int[]) AS asked (band)
               CROSS JOIN LATERAL (
                 SELECT b.rank FROM tracker.article_band b
                  WHERE b.band = asked.band AND b.rank <> ALL ((SELECT ranks FROM passed)::bigint[])
                  ORDER BY b.rank LIMIT ${HEADS}) head
               JOIN tracker.article_signature a ON a.rank = head.rank
              ORDER BY asked.band, a.rank`,
      values: [bands, [...without]],
    });
    const heads = new Map<number, GroupedArticle[]>();
    // A head of one band is a head of many.
    const known = new Map<string, GroupedArticle>();
    for (const row of rows) {
      const article = known.get(row.article_id) ?? groupedOf(row);
      known.set(article.id, article);
      const ofBand = heads.get(row.band);
      if (ofBand) ofBand.push(article);
      else heads.set(row.band, [article]);
    }
    return heads;
  }

  async *sharing(bands: readonly number[], without: ReadonlySet<string>): AsyncGenerator<GroupedArticle[]> {
    const { rows } = await this.client.query<{ rank: string }>({
      name: 'tracker-load-sharing-ranks',
      text: 'SELECT DISTINCT rank::text FROM tracker.article_band WHERE band = ANY ($1::int[])',
      values: [bands],
    });
    for (let first = 0; first < rows.length; first += SHARING_AT_ONCE) {
      const page = await this.client.query<SignatureRow>({
        name: 'tracker-load-sharing-articles',
        text: `SELECT article_id, cluster_id, signature FROM tracker.article_signature
                WHERE rank = ANY ($1::bigint[]) AND article_id <> ALL ($2)`,
        values: [rows.slice(first, first + SHARING_AT_ONCE).map(({ rank }) => rank), [...without]],
      });
      yield page.rows.map(groupedOf);
    }
  }

  async members(clusters: readonly string[], without: ReadonlySet<string>): Promise<GroupedArticle[]> {
    const { rows } = await this.client.query<SignatureRow>({
      name: 'tracker-load-cluster-members',
      text: `SELECT article_id, cluster_id, signature FROM tracker.article_signature
              WHERE cluster_id = ANY ($1) AND signature IS NOT NULL AND article_id <> ALL ($2)`,
      values: [clusters, [...without]],
    });
    return rows.map(groupedOf);
  }
}

/** Where an article is, and the story it is counted under; null where it is counted under its outlet. */
export interface Counted {
  readonly articleId: string;
  readonly cluster: string;
  readonly story: string | null;
}

/** How these articles, and all of these clusters, are counted. */
export async function loadCounted(
  client: ClientBase,
  articleIds: readonly string[],
  clusters: readonly string[],
): Promise<Counted[]> {
  const { rows } = await client.query<{ article_id: string; cluster_id: string; story: string | null }>({
    name: 'tracker-load-counted',
    text: `SELECT a.article_id, a.cluster_id, c.id AS story
             FROM (SELECT article_id, cluster_id FROM tracker.article_signature WHERE article_id = ANY ($1)
                    UNION SELECT article_id, cluster_id FROM tracker.article_signature WHERE cluster_id = ANY ($2)) a
             LEFT JOIN tracker.source_cluster c ON c.id = a.cluster_id`,
    values: [articleIds, clusters],
  });
  return rows.map((row) => ({ articleId: row.article_id, cluster: row.cluster_id, story: row.story }));
}

/** Puts revisions in the place of earlier ones of their articles, each in its cluster. */
export async function putSignatures(
  client: ClientBase,
  revisions: readonly SignedRevision[],
  clusterOf: (articleId: string) => string,
): Promise<void> {
  await client.query({
    name: 'tracker-put-signatures',
    text: `INSERT INTO tracker.article_signature (article_id, revision_number, publisher, signature, cluster_id)
           SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::text[])
           ON CONFLICT (article_id) DO UPDATE SET
             revision_number = excluded.revision_number, publisher = excluded.publisher,
             signature = excluded.signature, cluster_id = excluded.cluster_id`,
    values: [
      revisions.map(({ articleId }) => articleId),
      revisions.map(({ revisionNumber }) => revisionNumber),
      revisions.map(({ publisher }) => publisher.replaceAll('\u0000', '')),
      revisions.map(({ signature }) => signature && toBytes(signature)),
      revisions.map(({ articleId }) => clusterOf(articleId)),
    ],
  });
}

/** An article whose signature is another than it was. */
export interface Resigned {
  readonly id: string;
  readonly signature: Uint32Array | null;
  readonly was: { readonly signature: Uint32Array | null } | null;
}

/** Puts the bands of articles in the place of those they had; their signatures have to be there. */
export async function putBands(client: ClientBase, articles: readonly Resigned[]): Promise<void> {
  const pairs = (of: (article: Resigned) => Uint32Array | null | undefined): [number[], string[]] => {
    const bands: number[] = [];
    const ids: string[] = [];
    for (const article of articles) {
      const signature = of(article);
      for (const band of signature ? bandsOf(signature) : []) {
        bands.push(band);
        ids.push(article.id);
      }
    }
    return [bands, ids];
  };
  const left = pairs(({ was }) => was?.signature);
  if (left[0].length > 0)
    await client.query({
      name: 'tracker-drop-bands',
      text: `DELETE FROM tracker.article_band b
              USING unnest($1::int[], $2::text[]) AS l (band, article_id)
               JOIN tracker.article_signature a USING (article_id)
              WHERE b.band = l.band AND b.rank = a.rank`,
      values: left,
    });
  const come = pairs(({ signature }) => signature);
  if (come[0].length > 0)
    await client.query({
      name: 'tracker-put-bands',
      text: `INSERT INTO tracker.article_band (band, rank)
             SELECT n.band, a.rank FROM unnest($1::int[], $2::text[]) AS n (band, article_id)
               JOIN tracker.article_signature a USING (article_id)
             ON CONFLICT DO NOTHING`,
      values: come,
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

/**
 * Looks anew which of these clusters more than one outlet printed. Gives those for which the answer is another than
 * before, and what it was.
 */
export async function recountOutlets(
  client: ClientBase,
  clusters: readonly string[],
): Promise<{ readonly cluster: string; readonly wasOneSource: boolean }[]> {
  const { rows } = await client.query<{ id: string; was_one_source: boolean }>({
    name: 'tracker-recount-outlets',
    // Its first and its last outlet tell, however large the cluster is.
    text: `WITH now AS MATERIALIZED (
             SELECT t.id,
                    (SELECT publisher FROM tracker.article_signature WHERE cluster_id = t.id ORDER BY publisher LIMIT 1) <>
                    (SELECT publisher FROM tracker.article_signature WHERE cluster_id = t.id ORDER BY publisher DESC LIMIT 1)
                      IS TRUE AS several
               FROM unnest($1::text[]) AS t (id)),
           gone AS (
             DELETE FROM tracker.source_cluster c USING now WHERE c.id = now.id AND NOT now.several RETURNING c.id),
           come AS (
             INSERT INTO tracker.source_cluster (id) SELECT id FROM now WHERE several ON CONFLICT DO NOTHING RETURNING id)
           SELECT id, true AS was_one_source FROM gone UNION ALL SELECT id, false FROM come`,
    values: [clusters],
  });
  return rows.map((row) => ({ cluster: row.id, wasOneSource: row.was_one_source }));
}
