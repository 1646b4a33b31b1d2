import { migrateSchema } from '@parley/postgres';
import { Curations } from './curations.js';
import { DossiersInForce } from './dossiers-in-force.js';
import { FirstLedger } from './first-ledger.js';
import { HeadsOfBands } from './heads-of-bands.js';
import { PoliciesAndSources } from './policies-and-sources.js';
import { PoliciesInForce } from './policies-in-force.js';
import { Restorations } from './restorations.js';
import { Withdrawals } from './withdrawals.js';

/** Brings the schema `tracker` up to this build; gives the names of the migrations that ran. */
export const migrateTracker = (url: string): Promise<readonly string[]> =>
  migrateSchema(url, 'tracker', [
    FirstLedger,
    PoliciesAndSources,
    Withdrawals,
    Curations,
    Restorations,
    HeadsOfBands,
    DossiersInForce,
    PoliciesInForce,
  ]);
