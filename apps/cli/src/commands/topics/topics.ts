import { ALL_TOPICS } from '@parley/contracts';
import type { EventLog, TopicReport } from '@parley/event-log';
import { CommandError, EXIT } from '../../exit-codes.js';
import { inkOf } from '../../output/ink.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { renderTable } from '../../output/table.js';
import { configuration, type OutputOptions, standardOutput } from '../command-context.js';
import { withLog } from '../with-runtime.js';

export interface TopicsOptions extends OutputOptions {
  readonly create?: boolean;
}

interface ShownTopic extends TopicReport {
  /** Offsets between the first and the last; compaction and transactions leave gaps. */
  readonly records: number;
}

/** Lists all topics of Parley. Throws CommandError at the end if one is missing or different. */
export async function topics(options: TopicsOptions): Promise<void> {
  const shown = await withLog(configuration(), async (log) => {
    const reports = await (options.create ? log.ensureTopics(ALL_TOPICS) : log.describeTopics(ALL_TOPICS));
    return Promise.all(reports.map(async (report) => ({ ...report, records: await recordsOf(log, report) })));
  });
  if (options.json) for (const topic of shown) await writeJsonLine(topic);
  else await writeOut(render(shown, standardOutput(options).color));
  const wrong = shown.filter(({ status }) => status === 'missing' || status === 'different');
  if (wrong.length === 0) return;
  const missing = wrong.filter(({ status }) => status === 'missing').length;
  const different = wrong.length - missing;
  throw new CommandError(
    [
      ...(missing > 0 ? [`${missing} missing: "parley topics --create" makes them`] : []),
      ...(different > 0 ? [`${different} set up differently: change their settings on the broker`] : []),
    ].join('; '),
    EXIT.failed,
  );
}

async function recordsOf(log: EventLog, { name, status }: TopicReport): Promise<number> {
  if (status === 'missing') return 0;
  const bounds = await log.bounds(name);
  return Number(bounds.reduce((sum, { begin, end }) => sum + (end - begin), 0n));
}

function render(shown: readonly ShownTopic[], color: boolean): string {
  const ink = inkOf(color);
  const paint = { ok: ink.good, created: ink.good, missing: ink.bad, different: ink.warn };
  return renderTable(
    [
      { title: ink.faint('topic') },
      { title: ink.faint('status') },
      { title: ink.faint('partitions'), align: 'right' },
      { title: ink.faint('records'), align: 'right' },
      { title: ink.faint('differences') },
    ],
    shown.map(({ name, status, partitions, records, differences }) => [
      name,
      paint[status](status),
      status === 'missing' ? '' : String(partitions),
      status === 'missing' ? '' : String(records),
      differences.map(({ setting, expected, found }) => `${setting} is ${found}, should be ${expected}`).join('; '),
    ]),
  );
}
