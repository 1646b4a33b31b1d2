/** What every service finds in its container; `RuntimeModule` provides them. */

/** The validated `ParleyConfig`. */
export const PARLEY_CONFIG = Symbol('PARLEY_CONFIG');
/** A `Logger` named after the service. */
export const LOGGER = Symbol('LOGGER');
/** A `pg.Pool` on the service's database. */
export const PG_POOL = Symbol('PG_POOL');
/** The address of the service's database, a string; the same database that PG_POOL is on. */
export const DATABASE_URL = Symbol('DATABASE_URL');
/** A `Clock`: the only source of "now". */
export const CLOCK = Symbol('CLOCK');

/** Gives the present instant; tests pass their own. */
export type Clock = () => Date;
export const systemClock: Clock = () => new Date();
