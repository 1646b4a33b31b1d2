import type { EventLog } from '@parley/event-log';
import { transact } from '@parley/postgres';
import { lockRecordMigration, RECORD_SCHEMA } from '@parley/store';
import type { ClientBase } from 'pg';
import { PROJECTOR } from './fold-topic.js';

/** Built beside the record, then given its name. */
export const NEXT_SCHEMA = 'record_next';
/** What the record was until the swap; dropped after it. */
export const PREVIOUS_SCHEMA = 'record_previous';

/**
 * Puts the schema built beside in the place of the record, in one transaction. First it keeps the live projector from
 * committing: its transactions begin by moving a row of `record.checkpoint`, which the lock makes wait; when they go on
 * they find the new table, and either its checkpoint where they expect it or a CheckpointMovedError. `catchUp` runs
 * while it is held off, so it must have little left to do. Readers are never kept waiting: the lock lets them read, and
 * the swap changes two names.
 */
export async function swapRecord(client: ClientBase, log: EventLog, catchUp: () => Promise<void>): Promise<void> {
  const swap = async () => {
    await lockRecordMigration(client);
    await client.query(`LOCK TABLE ${RECORD_SCHEMA}.checkpoint IN EXCLUSIVE MODE`);
    await catchUp();
    await takeOverCheckpoints(client, log);
    await takeOverCompactedVersions(client);
    await client.query(`ALTER SCHEMA ${RECORD_SCHEMA} RENAME TO ${PREVIOUS_SCHEMA}`);
    await client.query(`ALTER SCHEMA ${NEXT_SCHEMA} RENAME TO ${RECORD_SCHEMA}`);
  };
  // A projector that hangs in its transaction must not hang the rebuild, and all who queue behind its lock, with it.
  await transact(client, swap, { lockMs: 60_000 });
}

/**
 * The catch-up has read to the ends of the log, so where the live checkpoint is still ahead there are no records in
 * between (a log may count what is no record). Ahead of the end of the log itself it is wrong, and not taken over.
 */
async function takeOverCheckpoints(client: ClientBase, log: EventLog): Promise<void> {
  const { rows } = await client.query<{ topic: string; partition: number; next_offset: string }>(
    `SELECT topic, partition, next_offset::text FROM ${RECORD_SCHEMA}.checkpoint old
      WHERE consumer = $1 AND NOT EXISTS (
        SELECT FROM ${NEXT_SCHEMA}.checkpoint new
         WHERE (new.consumer, new.topic, new.partition) = (old.consumer, old.topic, old.partition)
           AND new.next_offset >= old.next_offset)`,
    [PROJECTOR],
  );
  for (const { topic, partition, next_offset } of rows) {
    const bounds = await log.bounds(topic);
    const end = bounds.find((bound) => bound.partition === partition)?.end ?? 0n;
    if (BigInt(next_offset) > end) continue;
    await client.query(
      `INSERT INTO ${NEXT_SCHEMA}.checkpoint (consumer, topic, partition, next_offset) VALUES ($1, $2, $3, $4)
       ON CONFLICT (consumer, topic, partition) DO UPDATE SET next_offset = excluded.next_offset`,
      [PROJECTOR, topic, partition, next_offset],
    );
  }
  await client.query(
    `INSERT INTO ${NEXT_SCHEMA}.checkpoint (consumer, topic, partition, next_offset, updated_at)
     SELECT consumer, topic, partition, next_offset, updated_at FROM ${RECORD_SCHEMA}.checkpoint WHERE consumer <> $1`,
    [PROJECTOR],
  );
}

/** The topic of dossiers keeps the latest of each key: earlier versions are nowhere but in the record that had them. */
async function takeOverCompactedVersions(client: ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO ${NEXT_SCHEMA}.dossier_version
     SELECT old.* FROM ${RECORD_SCHEMA}.dossier_version old
      WHERE old.number < ALL (SELECT new.number FROM ${NEXT_SCHEMA}.dossier_version new
                               WHERE new.dossier_id = old.dossier_id)`,
  );
}
