import { compareRows, type Fields } from './compare-rows.js';
import type { Report } from './finding.js';
import type { LogView } from './log-view.js';
import type { Letter, SetAside } from './set-aside.js';
import type { Snapshot } from './snapshot.js';

export interface DeadLetterCounts {
  readonly open: number;
  readonly retried: number;
}

/** Tells of dead letters that nobody has had tried again, by service, topic and code. */
export function reportDeadLetters(setAside: SetAside, report: Report): DeadLetterCounts {
  const open = new Map<string, Letter[]>();
  let retried = 0;
  for (const letter of setAside.all()) {
    if (letter.retried) retried++;
    else {
      const kind = `${letter.service} ${letter.topic} ${letter.code}`;
      open.set(kind, [...(open.get(kind) ?? []), letter]);
    }
  }
  for (const letters of open.values()) {
    const [first] = letters;
    if (!first) continue;
    report(
      'VERIFY_DEAD_LETTER',
      {
        service: first.service,
        topic: first.topic,
        letter: `${first.deadLetterTopic}/${first.partition}/${first.offset}`,
      },
      'nothing set aside',
      `${letters.length} of ${first.code}: ${first.reason}`,
    );
  }
  return { open: [...open.values()].reduce((sum, letters) => sum + letters.length, 0), retried };
}

/** Compares the record's list of dead letters with the log's. */
export async function compareDeadLetters(
  snapshot: Snapshot,
  setAside: SetAside,
  view: LogView,
  report: Report,
): Promise<void> {
  const expected = [...setAside.all()]
    .filter(({ deadLetterTopic, partition, offset }) => view.has(deadLetterTopic, partition, offset))
    .map(
      (letter): Fields => ({
        dlq_topic: letter.deadLetterTopic,
        partition: letter.of.partition,
        offset: letter.of.offset,
        dlq_partition: letter.partition,
        dlq_offset: letter.offset,
        service: letter.service,
        topic: letter.topic,
        code: letter.code,
        recorded_at: letter.recordedAt,
        retried_at:
          letter.retried && view.has(letter.deadLetterTopic, letter.partition, letter.retried.offset)
            ? letter.retried.at
            : null,
      }),
    );
  const found = await snapshot.query<Record<string, unknown>>(
    `SELECT dlq_topic, partition, "offset", dlq_partition, dlq_offset, service, topic, code, recorded_at, retried_at
       FROM record.dead_letter ORDER BY dlq_topic, partition, "offset"`,
  );
  compareRows({ table: 'record.dead_letter', key: ['dlq_topic', 'partition', 'offset'], expected, found }, report);
}
