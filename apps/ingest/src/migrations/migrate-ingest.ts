import { migrateSchema } from '@parley/postgres';
import { FirstStanding } from './first-standing.js';
import { Restorations } from './restorations.js';
import { Withdrawals } from './withdrawals.js';

/** Brings the schema `ingest` up to this build; gives the names of the migrations that ran. */
export const migrateIngest = (url: string): Promise<readonly string[]> =>
  migrateSchema(url, 'ingest', [FirstStanding, Withdrawals, Restorations]);
