import type { ClientBase } from 'pg';

/** What withdrawing an article needs to know of it. */
export interface WithdrawableArticle {
  /** Its latest revision. */
  readonly revision: number;
  /** Where the log has that revision. */
  readonly offset: bigint;
  /** When a withdrawal of it was undone last; null where none was. */
  readonly restoredAt: Date | null;
  /** The withdrawal that is in force; null where there is none, or a revision was observed after it. */
  readonly withdrawal: { readonly revision: number; readonly eventId: string; readonly withdrawnAt: Date } | null;
}

/** A withdrawal that is in the log. */
export interface RecordedWithdrawal {
  readonly articleId: string;
  /** null where the event does not say, which takes back what is known by then. */
  readonly revision: number | null;
  readonly eventId: string;
  readonly withdrawnAt: string;
}

/** An article, held for this transaction, so that no revision of it is numbered meanwhile; null where it is unknown. */
export async function lockWithdrawable(client: ClientBase, articleId: string): Promise<WithdrawableArticle | null> {
  const { rows } = await client.query<{
    revision_number: number;
    record_offset: bigint;
    withdrawn_revision: number;
    withdrawal_event_id: string | null;
    withdrawn_at: Date | null;
    restored_at: Date | null;
  }>({
    name: 'lock_withdrawable',
    text: `SELECT revision_number, record_offset, withdrawn_revision, withdrawal_event_id, withdrawn_at, restored_at
             FROM ingest.article WHERE article_id = $1 AND revision_number > 0 FOR UPDATE`,
    values: [articleId],
  });
  const row = rows[0];
  if (!row) return null;
  const { withdrawn_revision: revision, withdrawal_event_id: eventId, withdrawn_at: withdrawnAt } = row;
  const isInForce = revision >= row.revision_number && eventId !== null && withdrawnAt !== null;
  return {
    revision: row.revision_number,
    offset: BigInt(row.record_offset),
    restoredAt: row.restored_at,
    withdrawal: isInForce ? { revision, eventId, withdrawnAt } : null,
  };
}

/**
 * Writes a withdrawal that is in the log. One that takes back no more than an earlier one changes nothing, and neither
 * does one that was undone since.
 */
export async function writeWithdrawal(client: ClientBase, withdrawal: RecordedWithdrawal): Promise<void> {
  const { articleId, revision, eventId, withdrawnAt } = withdrawal;
  await client.query({
    name: 'write_withdrawal',
    text: `UPDATE ingest.article
              SET withdrawn_revision = coalesce($2::int, revision_number), withdrawal_event_id = $3, withdrawn_at = $4,
                  updated_at = now()
            WHERE article_id = $1 AND coalesce($2::int, revision_number) > withdrawn_revision
              AND $4::timestamptz > coalesce(restored_at, '-infinity')`,
    values: [articleId, revision, eventId, withdrawnAt],
  });
}

/** Writes that the withdrawals of an article are undone, as the log has it. */
export async function writeRestoration(
  client: ClientBase,
  { articleId, restoredAt }: { readonly articleId: string; readonly restoredAt: string },
): Promise<void> {
  await client.query({
    name: 'write_restoration',
    text: `UPDATE ingest.article
              SET withdrawn_revision = CASE WHEN withdrawn_at < $2 THEN 0 ELSE withdrawn_revision END,
                  restored_at = greatest(restored_at, $2::timestamptz), updated_at = now()
            WHERE article_id = $1`,
    values: [articleId, restoredAt],
  });
}
