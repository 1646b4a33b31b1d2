import pg from 'pg';
import { createEmbeddedEventLog, type EventLog } from '../../libs/event-log/src/index.js';

/** Opens the log that another process of the test uses; the argument is the database's address. */
export const openLog = async (databaseUrl: string): Promise<EventLog> =>
  createEmbeddedEventLog({
    pool: new pg.Pool({ connectionString: databaseUrl }),
    connectionString: databaseUrl,
    partitions: 4,
    heartbeatMs: 200,
  });
