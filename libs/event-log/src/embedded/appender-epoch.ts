import type pg from 'pg';
import { LogError } from '../errors.js';

export interface Epoch {
  readonly name: string;
  readonly number: string;
}

/** Makes the caller the holder of the name. Waits for appends of the earlier holder that are under way. */
export async function openEpoch(pool: pg.Pool, name: string): Promise<Epoch> {
  const { rows } = await pool.query<{ epoch: string }>(
    `insert into log.appender_epoch as e (name, epoch) values ($1, 1)
     on conflict (name) do update set epoch = e.epoch + 1, opened_at = now()
     returning epoch::text`,
    [name],
  );
  return { name, number: rows[0]?.epoch ?? '' };
}

/** Keeps the epoch as it is until the transaction ends. Throws LogError LOG_APPENDER_FENCED where it is over. */
export async function holdEpoch(client: pg.ClientBase, epoch: Epoch): Promise<void> {
  const { rows } = await client.query<{ epoch: string }>({
    name: 'parley-log-hold-epoch',
    text: 'select epoch::text from log.appender_epoch where name = $1 for share',
    values: [epoch.name],
  });
  if (rows[0]?.epoch !== epoch.number)
    throw new LogError('LOG_APPENDER_FENCED', `another holder has taken over the exclusive appender ${epoch.name}`);
}
