import pg from 'pg';
import { createEmbeddedEventLog, type EventLog } from '../../libs/event-log/src/index.js';
import { startOwnPostgres } from '../support/postgres.js';
import { describeEventLogContract, type EventLogUnderTest } from './event-log-suite.js';

async function create(): Promise<EventLogUnderTest> {
  const server = await startOwnPostgres();
  const pools: pg.Pool[] = [];
  const open = (): EventLog => {
    const pool = new pg.Pool({ connectionString: server.url, max: 5 });
    pools.push(pool);
    return createEmbeddedEventLog({ pool, connectionString: server.url, partitions: 4, heartbeatMs: 200 });
  };
  const log = open();
  return {
    log,
    another: async () => open(),
    elsewhere: { module: new URL('./open-embedded-log.ts', import.meta.url).href, argument: server.url },
    server: { down: () => server.pause(), up: () => server.resume() },
    async close() {
      await log.close();
      await Promise.all(pools.map((pool) => pool.end()));
      await server.stop();
    },
  };
}

describeEventLogContract('the embedded log', { create });
