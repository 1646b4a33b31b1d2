import { CONSUMED_TOPICS } from '@parley/contracts';
import { type CheckpointSource, checkpointSource } from '@parley/event-log';
import type { Runtime } from './runtime.js';

/** How far each stage is behind, in events. */
export interface PipelineLag {
  readonly extractor: number;
  readonly tracker: number;
  /** Decided changes that are not yet in the positions topic. */
  readonly outbox: number;
  readonly projector: number;
}

/** Of a service that has never run: everything is before it. */
const NOWHERE: CheckpointSource = { load: async () => null };

/**
 * Asks each stage in the order of the flow, so that all zeros mean: what was appended before the call is in the read
 * models. Offsets that hold no event (transaction markers, compaction) count until the consumer has passed them.
 */
export async function pipelineLag(runtime: Pick<Runtime, 'log' | 'pool'>): Promise<PipelineLag> {
  const { log, pool } = runtime;
  const sum = (parts: readonly { readonly lag: bigint }[]): number =>
    Number(parts.reduce((total, part) => total + part.lag, 0n));
  const { rows } = await pool.query<{ tracker: boolean; record: boolean }>(
    `SELECT to_regclass('tracker.outbox') IS NOT NULL AS tracker, to_regclass('record.checkpoint') IS NOT NULL AS record`,
  );
  const made = rows[0] ?? { tracker: false, record: false };
  const extractor = sum(await log.lag('extractor', CONSUMED_TOPICS.extractor));
  const tracker = sum(
    await log.lag(
      'tracker',
      CONSUMED_TOPICS.tracker,
      made.tracker ? checkpointSource(pool, 'tracker', 'tracker') : NOWHERE,
    ),
  );
  const outbox = made.tracker
    ? (await pool.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM tracker.outbox')).rows[0]?.waiting
    : 0;
  const projector = sum(
    await log.lag(
      'projector',
      CONSUMED_TOPICS.projector,
      made.record ? checkpointSource(pool, 'record', 'projector') : NOWHERE,
    ),
  );
  return { extractor, tracker, outbox: outbox ?? 0, projector };
}

export const isCaughtUp = (lag: PipelineLag): boolean =>
  lag.extractor === 0 && lag.tracker === 0 && lag.outbox === 0 && lag.projector === 0;
