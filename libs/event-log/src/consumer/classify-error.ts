import { LogError } from '../errors.js';
import { isTransientError } from '../transient-errors.js';

/**
 * What to do about a handler's error. `retry`: it passes by itself, deliver the same again. `skip`: it is the event's
 * fault, set that event aside and go on. `stop`: it is neither, a person has to look; the consumer ends.
 */
export type ErrorWord = 'retry' | 'skip' | 'stop';

/**
 * SQLSTATE classes that speak of the database's set-up and never of an event: no such database or schema (3D, 3F), not
 * allowed in (28), no such table, column or permission (42), read-only (25006), internal (XX). Setting events aside for
 * them would empty a whole topic into the dead letters.
 */
const SET_UP_FAULT = /^(3D...|3F...|28...|42...|25006|XX...)$/;

/** The default: connection and transient errors are retried, faults of the set-up stop, the rest is the event's. */
export function classifyError(error: unknown): ErrorWord {
  if (isTransientError(error)) return 'retry';
  if (error instanceof LogError) return error.code === 'LOG_RECORD_TOO_LARGE' ? 'skip' : 'stop';
  const { code, driverError } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    driverError?: { code?: unknown };
  };
  const sqlState = code ?? driverError?.code;
  return typeof sqlState === 'string' && SET_UP_FAULT.test(sqlState) ? 'stop' : 'skip';
}
