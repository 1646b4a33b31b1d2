import type { EventLog } from '@parley/event-log';
import type { Pool } from 'pg';
import { loadProgress, resetProgress, takeOutPublished } from './outbox.sql.js';

/**
 * Takes out of the outbox what the topic has already: the publisher before may have ended between appending and taking
 * out. To be called once it can append no more. Reads the topic from where it is known to be done with, to its end.
 * Gives how many events it found.
 */
export async function reconcileOutbox(pool: Pool, log: EventLog, topic: string, signal: AbortSignal): Promise<number> {
  const bounds = await log.bounds(topic);
  const { isEmpty, next } = await loadProgress(pool, topic);
  if (isEmpty) {
    await resetProgress(pool, topic, new Map(bounds.map(({ partition, end }) => [partition, end])));
    return 0;
  }
  const offsets = new Map(
    bounds.map(({ partition, begin, end }) => {
      const known = next.get(partition) ?? begin;
      // Beyond its end the topic is not the one that was published to: nothing is known of this one.
      return [partition, known < begin || known > end ? begin : known];
    }),
  );
  await resetProgress(pool, topic, offsets);
  let found = 0;
  for await (const batch of log.read(topic, { from: { at: 'offsets', offsets }, until: 'end', signal })) {
    const ids = batch.records.flatMap(({ headers }) => headers.ce_id ?? []);
    found += await takeOutPublished(pool, topic, { ids }, new Map([[batch.partition, batch.nextOffset]]));
  }
  signal.throwIfAborted();
  return found;
}
