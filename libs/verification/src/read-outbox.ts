import { ContractError, decodeEvent, type PositionChanged } from '@parley/contracts';
import type { Report } from './finding.js';
import type { Scratch } from './scratch.js';
import type { Snapshot } from './snapshot.js';
import { timelineOfChange } from './timeline-name.js';

/** A publisher that runs needs less, by far; a decided change that waits longer has nobody who tells of it. */
const LONGEST_WAIT_SECONDS = 300;

/** Puts down the changes that were decided and wait to be published; gives how many there are. */
export async function readOutbox(snapshot: Snapshot, scratch: Scratch, report: Report): Promise<number> {
  let waiting = 0;
  const rows = snapshot.stream<{
    seq: bigint;
    event_id: string;
    topic: string;
    headers: Record<string, string>;
    value: Buffer;
    seconds: number;
  }>(
    `SELECT seq, event_id, topic, headers, value, extract(epoch FROM now() - created_at)::float8 AS seconds
       FROM tracker.outbox ORDER BY seq`,
  );
  for await (const { seq, event_id, topic, headers, value, seconds } of rows) {
    const where = { table: 'tracker.outbox', seq, event: event_id };
    if (waiting++ === 0 && seconds > LONGEST_WAIT_SECONDS)
      report(
        'VERIFY_OUTBOX_WAITING',
        where,
        'published within minutes',
        `waits for ${Math.round(seconds / 60)} minutes`,
      );
    try {
      // Nothing but changes of positions goes through the outbox.
      const data = decodeEvent({ headers, value }, topic).data as PositionChanged;
      await scratch.put('verify_change', [
        timelineOfChange(data),
        data.sequence,
        null,
        String(seq),
        null,
        event_id,
        JSON.stringify(data),
      ]);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      report('VERIFY_EVENT_UNREADABLE', where, 'an event', `${error.code}: ${error.message}`);
    }
  }
  return waiting;
}
