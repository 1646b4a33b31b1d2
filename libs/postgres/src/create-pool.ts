import type { CustomTypesConfig } from 'pg';
import pg from 'pg';

const { builtins } = pg.types;

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  // Offsets and counts outgrow the exact range of a number without anybody noticing.
  [builtins.INT8]: (text) => BigInt(text),
  // A day has no zone; a Date would put one in.
  [builtins.DATE]: (text) => text,
};

/**
 * How values of Postgres come into Parley: int8 as bigint, date as `YYYY-MM-DD`, timestamptz as Date (to the
 * millisecond), the rest as pg has it. It belongs to a pool, so that nothing global changes for other users of pg.
 */
export const recordTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ??
    // pg's own lookup has one signature for each format.
    (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(
      oid,
      format,
    )) as CustomTypesConfig['getTypeParser'],
};

export interface PoolOptions {
  /** Most connections; 10 unless told. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Told when an idle connection breaks (a server restart); the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** A pool whose values are as `recordTypes` says. A broken idle connection never ends the process. */
export function createPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types: recordTypes,
    ...(options.applicationName === undefined ? {} : { application_name: options.applicationName }),
  });
  // Without a listener Node ends the process on the first connection that the server closes.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}
