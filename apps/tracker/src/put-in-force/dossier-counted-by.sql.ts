import type { Policy } from '@parley/domain';
import type { MergedActor } from '@parley/tracking';
import type { ClientBase } from 'pg';

/** The version of a dossier that the ledger is counted by. */
export interface CountedBy {
  readonly number: number;
  readonly countingHash: string;
  /** What it is decided under; null before policies were kept. */
  readonly policy: Policy | null;
}

/** null where none is. Hold the articles first. */
export async function loadCountedBy(client: ClientBase, dossier: string): Promise<CountedBy | null> {
  const { rows } = await client.query<CountedBy>(
    'SELECT number, counting_hash AS "countingHash", policy FROM tracker.dossier WHERE id = $1',
    [dossier],
  );
  return rows[0] ?? null;
}

/** Gives who counted as whom until now. */
export async function putCountedBy(
  client: ClientBase,
  dossier: string,
  { number, countingHash, policy }: CountedBy,
  merged: readonly MergedActor[],
): Promise<ReadonlyMap<string, string>> {
  await client.query(
    `INSERT INTO tracker.dossier (id, number, counting_hash, policy) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, counting_hash = excluded.counting_hash,
       policy = excluded.policy`,
    [dossier, number, countingHash, JSON.stringify(policy)],
  );
  const { rows } = await client.query<{ actor_id: string; holder: { id: string } }>(
    'DELETE FROM tracker.merged_actor WHERE dossier_id = $1 RETURNING actor_id, holder',
    [dossier],
  );
  await client.query(
    `INSERT INTO tracker.merged_actor (dossier_id, actor_id, holder)
     SELECT $1, actor_id, holder FROM unnest($2::text[], $3::json[]) AS m (actor_id, holder)`,
    [dossier, merged.map(({ actor }) => actor), merged.map(({ holder }) => JSON.stringify(holder))],
  );
  return new Map(rows.map((row) => [row.actor_id, row.holder.id]));
}
