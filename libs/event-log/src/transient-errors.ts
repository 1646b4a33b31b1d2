const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * SQLSTATEs that pass by themselves: connection (08), operator intervention (57P), resources (53), serialization and
 * deadlock (40001, 40P01), lock timeout (55P03), idle transaction ended (25P03), cancelled (57014).
 */
const TRANSIENT_SQLSTATE = /^(08...|57P..|53...|40001|40P01|55P03|25P03|57014)$/;

/** pg and pg-pool report these without a code. */
const CONNECTION_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection ended unexpectedly|connect ECONN|read ECONN|write EPIPE|the database system is)/i;

/** Whether the same work may succeed later without anybody doing anything. Looks through causes and driver errors. */
export function isTransientError(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
    const { code, message, cause, driverError, retryable } = current as {
      code?: unknown;
      message?: unknown;
      cause?: unknown;
      driverError?: unknown;
      retryable?: unknown;
    };
    // An error that says so of itself: an endpoint that is away, a budget that is spent for today.
    if (typeof retryable === 'boolean') return retryable;
    if (typeof code === 'string' && (NETWORK_CODES.has(code) || TRANSIENT_SQLSTATE.test(code))) return true;
    if (typeof message === 'string' && CONNECTION_MESSAGE.test(message)) return true;
    current = driverError ?? cause;
  }
  return false;
}
