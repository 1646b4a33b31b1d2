import { LogError } from '../errors.js';
import { isTransientError } from '../transient-errors.js';

const sqlStateOf = (error: unknown): string | undefined => {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
};

/** The schema or a table of the log is not there: nobody has called ensureTopics on this database. */
export const isSchemaMissing = (error: unknown): boolean => ['3F000', '42P01'].includes(sqlStateOf(error) ?? '');

/** A Postgres error in the log's own words. What is neither the connection's fault nor the schema's stays as it is. */
export function toLogError(error: unknown): unknown {
  if (error instanceof LogError) return error;
  if (isTransientError(error))
    return new LogError('LOG_UNAVAILABLE', `the log's Postgres does not answer: ${messageOf(error)}`, { cause: error });
  if (isSchemaMissing(error))
    return new LogError('LOG_TOPIC_MISSING', 'the log has not been set up in this database: create its topics first', {
      cause: error,
    });
  return error;
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // An AggregateError (each address refused) has an empty message.
  return error.message || sqlStateOf(error) || error.name;
};
