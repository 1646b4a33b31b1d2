import type { OutgoingRecord } from '@parley/event-log';

/** The part of a backlog that warms a service up before the rest is measured. */
const WARM_UP_SHARE = 0.25;

/** Records of a topic, cut where the measured part begins. */
export interface Backlog {
  readonly warmUp: readonly OutgoingRecord[];
  readonly measured: readonly OutgoingRecord[];
}

export function backlogOf(records: readonly OutgoingRecord[]): Backlog {
  const cut = Math.ceil(records.length * WARM_UP_SHARE);
  return { warmUp: records.slice(0, cut), measured: records.slice(cut) };
}
