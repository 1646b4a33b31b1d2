import type { LogEntry } from 'kafkajs';
import type { EventLogLogger } from '../logger.js';
import { logLevel } from './kafkajs.js';

/** Only these fields of kafkajs's log entries are passed on: the rest can hold requests, and so credentials and records. */
const PASSED_ON = ['broker', 'clientId', 'groupId', 'retryCount', 'retryTime', 'error', 'correlationId'] as const;

/**
 * kafkajs's `logCreator` for a pino-like logger. Its errors are warnings here: the adapter retries, and tells those that
 * it can't get over as errors of its own.
 */
export const kafkajsLogCreator = (logger: EventLogLogger) => () => (entry: LogEntry) => {
  const fields: Record<string, unknown> = { kafkajs: entry.namespace };
  for (const name of PASSED_ON) {
    const value: unknown = entry.log[name];
    if (typeof value === 'string' || typeof value === 'number') fields[name] = value;
    else if (value instanceof Error) fields[name] = value.message;
  }
  if (entry.level === logLevel.ERROR || entry.level === logLevel.WARN) logger.warn(fields, entry.log.message);
  else logger.debug(fields, entry.log.message);
};
