import { ALL_TOPICS } from '@parley/contracts';
import type { EventLog } from '@parley/event-log';

/** Those of the topics that the log has: a service that never ran has no dead-letter topic yet. */
export async function existingTopics(log: EventLog, names: readonly string[]): Promise<readonly string[]> {
  const specs = ALL_TOPICS.filter(({ name }) => names.includes(name));
  const reports = await log.describeTopics(specs);
  const missing = new Set(reports.filter(({ status }) => status === 'missing').map(({ name }) => name));
  return names.filter((name) => !missing.has(name));
}
