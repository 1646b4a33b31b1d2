import { createEmbeddedEventLog } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { rebuildRecord } from './rebuild-record.js';

/** Rebuilds the record of a database (first argument) and kills itself when it comes to a phase (second argument). */
const [, , databaseUrl = '', phase] = process.argv;
const pool = createPool(databaseUrl, { max: 3 });
await rebuildRecord({
  log: createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions: 3 }),
  databaseUrl,
  logger: silentLogger,
  onProgress: (progress) => {
    if (progress.phase === phase) process.kill(process.pid, 'SIGKILL');
  },
});
