import pg from 'pg';
import {
  type CheckpointSource,
  checkpointSource,
  checkpointTableSql,
  type EventBatch,
  moveCheckpoint,
} from '../../libs/event-log/src/index.js';
import { numberOf } from './test-events.js';

/** A service's own database: effects and checkpoints commit together there. */
export class Effects {
  readonly pool: pg.Pool;
  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 6 });
    this.pool.on('error', () => undefined);
  }

  async createTables(): Promise<void> {
    await this.pool.query(`
      create schema service;
      ${checkpointTableSql('service')};
      -- No key: what is done twice must show twice.
      create table service.effect (consumer text not null, number int not null, done_at bigserial)`);
  }

  checkpoints(consumer: string): CheckpointSource {
    return checkpointSource(this.pool, 'service', consumer);
  }

  /** One transaction: the checkpoint, then an effect for each event. `beforeCommit` may fail, hang, or be killed. */
  async apply(consumer: string, batch: EventBatch, beforeCommit?: () => Promise<void> | void): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await moveCheckpoint(client, { schema: 'service' }, consumer, batch.topic, batch.partition, batch.from, batch.to);
      await client.query('insert into service.effect (consumer, number) select $1, unnest($2::int[])', [
        consumer,
        batch.events.map(({ event }) => numberOf(event)),
      ]);
      await beforeCommit?.();
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  async count(consumer: string): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      'select count(*)::int as count from service.effect where consumer = $1',
      [consumer],
    );
    return rows[0]?.count ?? 0;
  }

  /** The numbers in the order of their effects. */
  async numbers(consumer: string): Promise<number[]> {
    const { rows } = await this.pool.query<{ number: number }>(
      'select number from service.effect where consumer = $1 order by done_at',
      [consumer],
    );
    return rows.map(({ number }) => number);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
