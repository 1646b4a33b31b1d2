import type { ClientBase, Pool } from 'pg';

/**
 * Of a transaction that locks articles: a process that hangs in it would keep everybody else's from being taken. The
 * append in it takes no longer while the log is there.
 */
export const STANDING_LIMITS = { idleMs: 30_000, lockMs: 30_000 };

/** The latest revision of an article that is known to be in the log. */
export interface StandingRevision {
  readonly number: number;
  readonly hash: string;
}

/** A revision with its place in the log. */
export interface RecordedRevision extends StandingRevision {
  readonly articleId: string;
  readonly offset: bigint;
}

interface Row {
  readonly article_id: string;
  readonly revision_number: number;
  readonly revision_hash: string;
}

const standingOf = (rows: readonly Row[]): Map<string, StandingRevision> =>
  new Map(
    rows
      .filter((row) => row.revision_number > 0)
      .map((row) => [row.article_id, { number: row.revision_number, hash: row.revision_hash }]),
  );

/** Latest revisions as they are committed now, without waiting for anybody. */
export async function loadStanding(
  pool: Pick<Pool, 'query'>,
  articleIds: readonly string[],
): Promise<Map<string, StandingRevision>> {
  const { rows } = await pool.query<Row>({
    name: 'load_standing',
    text: `SELECT article_id, revision_number, revision_hash FROM ingest.article WHERE article_id = ANY ($1::text[])`,
    values: [articleIds],
  });
  return standingOf(rows);
}

/**
 * Latest revisions, held for this transaction: whoever else wants one of these articles waits until it ends. Rows for
 * articles not seen before come first, so that there is something to lock; all in one order, so that two batches can't
 * wait for each other.
 */
export async function lockStanding(
  client: ClientBase,
  articleIds: readonly string[],
): Promise<Map<string, StandingRevision>> {
  await client.query({
    name: 'make_lockable',
    text: `INSERT INTO ingest.article (article_id, revision_number, revision_hash, record_offset)
           SELECT id, 0, '', -1 FROM unnest($1::text[]) AS id ORDER BY id COLLATE "C"
           ON CONFLICT DO NOTHING`,
    values: [articleIds],
  });
  const { rows } = await client.query<Row>({
    name: 'lock_standing',
    text: `SELECT article_id, revision_number, revision_hash FROM ingest.article
           WHERE article_id = ANY ($1::text[]) ORDER BY article_id FOR UPDATE`,
    values: [articleIds],
  });
  return standingOf(rows);
}

/**
 * Writes revisions that are in the log, one for each article. Never moves an article back: the higher number stands,
 * and of equal numbers the one later in the log.
 */
export async function writeStanding(client: ClientBase, revisions: readonly RecordedRevision[]): Promise<void> {
  if (revisions.length === 0) return;
  await client.query({
    name: 'write_standing',
    text: `INSERT INTO ingest.article AS known (article_id, revision_number, revision_hash, record_offset)
           SELECT id, number, hash, place
           FROM unnest($1::text[], $2::int[], $3::text[], $4::bigint[]) AS later (id, number, hash, place)
           ORDER BY id COLLATE "C"
           ON CONFLICT (article_id) DO UPDATE
             SET revision_number = excluded.revision_number, revision_hash = excluded.revision_hash,
                 record_offset = excluded.record_offset, updated_at = now()
             WHERE (excluded.revision_number, excluded.record_offset) > (known.revision_number, known.record_offset)`,
    values: [
      revisions.map(({ articleId }) => articleId),
      revisions.map(({ number }) => number),
      revisions.map(({ hash }) => hash),
      revisions.map(({ offset }) => String(offset)),
    ],
  });
}
