import { moveCheckpoint } from '@parley/event-log';
import { inTransaction } from '@parley/postgres';
import { PROJECTOR } from '@parley/projection';
import { RECORD_SCHEMA } from '@parley/store';
import type { Pool, PoolClient } from 'pg';

/** A stretch of one partition: from the checkpoint that is expected (null: none yet) to the next offset after it. */
export interface Stretch {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint | null;
  readonly to: bigint;
}

/**
 * Makes an effect on the record and moves the checkpoint over it, in one transaction. The checkpoint is moved first: a
 * rebuild holds it while it swaps the record, and what is looked up after it is the new one. Throws CheckpointMovedError
 * where another has moved it, and the signal's reason where the partition was lost; nothing is committed then.
 */
export async function commitBatch(
  pool: Pool,
  { topic, partition, from, to }: Stretch,
  signal: AbortSignal,
  project: (client: PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await moveCheckpoint(client, { schema: RECORD_SCHEMA }, PROJECTOR, topic, partition, from, to);
    await project(client);
    signal.throwIfAborted();
  });
}
