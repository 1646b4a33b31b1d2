import type { ActorRef, IssueRef } from '@parley/contracts';
import type { LedgerStatement } from '@parley/domain';
import { columnsOf, type TimelineKey } from '@parley/tracking';
import type { ClientBase } from 'pg';
import type { PositionDifference } from '../difference/difference.js';

/** What applying the readings would do to one statement of one timeline. */
export interface LedgerChangeRow {
  readonly key: TimelineKey;
  readonly statementId: string;
  /** As it counts then; null where it does not count any more. */
  readonly added: LedgerStatement | null;
  /** Names of a timeline that may be new, and what is shown as an example. */
  readonly shown: PositionDifference['examples'][number] & {
    readonly actor: ActorRef | null;
    readonly issue: IssueRef | null;
  };
}

/** A table of this connection alone, so that memory stays flat and nothing is left by a crash. */
export async function makeLedgerChanges(client: ClientBase): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE ledger_change (
      dossier_id text COLLATE "C" NOT NULL, actor_id text COLLATE "C" NOT NULL, issue_id text COLLATE "C" NOT NULL,
      statement_id text COLLATE "C" NOT NULL, added json, shown json NOT NULL,
      PRIMARY KEY (dossier_id, actor_id, issue_id, statement_id))`);
}

export async function putLedgerChanges(client: ClientBase, rows: readonly LedgerChangeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO ledger_change
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::json[], $6::json[])`,
    [
      ...columnsOf(rows.map(({ key }) => key)),
      rows.map(({ statementId }) => statementId),
      rows.map(({ added }) => (added === null ? null : JSON.stringify(added))),
      rows.map(({ shown }) => JSON.stringify(shown)),
    ],
  );
}

export async function countChangedTimelines(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM (SELECT DISTINCT dossier_id, actor_id, issue_id FROM ledger_change) AS t',
  );
  return rows[0]?.count ?? 0;
}

/** The changes of the next timelines, in the order of their keys. */
export async function loadLedgerChanges(
  client: ClientBase,
  after: TimelineKey | null,
  timelines: number,
): Promise<LedgerChangeRow[]> {
  const { rows } = await client.query<{
    dossier_id: string;
    actor_id: string;
    issue_id: string;
    statement_id: string;
    added: LedgerStatement | null;
    shown: LedgerChangeRow['shown'];
  }>(
    `SELECT c.* FROM (
       SELECT DISTINCT dossier_id, actor_id, issue_id FROM ledger_change
        WHERE (dossier_id, actor_id, issue_id) > ($1, $2, $3)
        ORDER BY dossier_id, actor_id, issue_id LIMIT $4) AS next
       JOIN ledger_change c USING (dossier_id, actor_id, issue_id)
      ORDER BY c.dossier_id, c.actor_id, c.issue_id, c.statement_id`,
    [after?.dossier ?? '', after?.actor ?? '', after?.issue ?? '', timelines],
  );
  return rows.map((row) => ({
    key: { dossier: row.dossier_id, actor: row.actor_id, issue: row.issue_id },
    statementId: row.statement_id,
    added: row.added,
    shown: row.shown,
  }));
}
