import { types } from 'node:util';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOENT', // a Unix socket that is not there
]);

/** SQLSTATEs that say "not now": connection lost, shutting down, starting up, too many clients, out of time, not set up. */
const SQLSTATES = /^(08...|57P0[1-5]|53300|57014|3D000|3F000|42P01)$/;

/** What pg says without a code, when a connection ends or can't be had. */
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Client was closed|Driver not Connected|Connection is not established)/;

/**
 * Whether an error says that the database or the log is away (or not set up yet), so that the same request can succeed
 * later. Looks through wrappers: TypeORM's `driverError`, `cause`, and AggregateError.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  // By its nature, not its class: errors of Node itself may come from another realm.
  if (!types.isNativeError(error) || depth > 5) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') {
    if (SQLSTATES.test(code)) return true;
    if (NETWORK_CODES.has(code) && ('syscall' in error || 'errors' in error)) return true;
    if (code === 'LOG_UNAVAILABLE') return true;
  }
  if (DRIVER_MESSAGES.test(error.message)) return true;
  const inner: unknown[] = [error.cause];
  if ('driverError' in error) inner.push(error.driverError);
  if ('errors' in error && Array.isArray(error.errors)) inner.push(...error.errors);
  return inner.some((one) => isOutage(one, depth + 1));
}
